import { botRoute, openRoute, type Route } from '../http/router.ts'
import type { World } from '../state/world.ts'

/** Identifies a bot may still make today. */
export interface SessionBudget {
  readonly maxConcurrency: number
  remaining(botId: string): number
}

const DAY_MS = 24 * 3_600_000

export function gatewayRoutes(budget: SessionBudget, gatewayUrl: () => string): readonly Route[] {
  const resetAfter = (world: World) => Math.min(DAY_MS, Math.round(world.timing.scale(DAY_MS)))
  return [
    openRoute('GET', '/gateway', () => ({ status: 200, body: { url: gatewayUrl() } }), null),
    botRoute('GET', '/gateway/bot', ({ world, bot }) => ({
      status: 200,
      body: {
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: {
          total: 1000,
          remaining: budget.remaining(bot.id),
          reset_after: resetAfter(world),
          max_concurrency: budget.maxConcurrency,
        },
      },
    })),
  ]
}
