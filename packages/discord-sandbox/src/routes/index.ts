import type { Route } from '../http/router.ts'
import { applicationRoutes } from './applications.ts'
import { channelRoutes } from './channels.ts'
import { commandRoutes } from './commands.ts'
import { gatewayRoutes, type SessionBudget } from './gateway.ts'
import { guildRoutes } from './guilds.ts'
import { interactionRoutes } from './interactions.ts'
import { messageRoutes } from './messages.ts'
import { reactionRoutes } from './reactions.ts'
import { threadRoutes } from './threads.ts'

/** In order of precedence: literal paths stand before those with a parameter in the same place. */
export function allRoutes(budget: SessionBudget, gatewayUrl: () => string): readonly Route[] {
  return [
    ...gatewayRoutes(budget, gatewayUrl),
    ...applicationRoutes,
    ...commandRoutes,
    ...interactionRoutes,
    ...threadRoutes,
    ...reactionRoutes,
    ...messageRoutes,
    ...channelRoutes,
    ...guildRoutes,
  ]
}
