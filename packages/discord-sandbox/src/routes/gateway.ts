import { botRoute, openRoute, type Route } from '../http/router.ts'
import type { World } from '../state/world.ts'

/** Identifies a bot may still make today. */
export interface SessionBudget {
  readonly maxConcurrency: number
  readonly perDay: number
  remaining(botId: string): number
}

const dayMs = 24 * 3_600_000

export function gatewayRoutes(budget: SessionBudget, gatewayUrl: () => string): readonly Route[] {
  const resetAfter = (world: World) => Math.min(dayMs, Math.round(world.timing.scale(dayMs)))
  return [
    openRoute('GET', '/gateway', () => ({ status: 200, body: { url: gatewayUrl() } }), null),
    botRoute('GET', '/gateway/bot', ({ world, bot }) => ({
      status: 200,
      body: {
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: {
          total: budget.perDay,
          remaining: budget.remaining(bot.id),
          reset_after: resetAfter(world),
          max_concurrency: budget.maxConcurrency,
        },
      },
    })),
  ]
}
