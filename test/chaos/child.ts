import { converse } from './conversation.ts'
import { troubleGateway } from './gateway.ts'
import { startWorld } from './world.ts'

/** What this process tells the one that started it. */
export type News =
  | { readonly kind: 'report'; readonly report: Awaited<ReturnType<typeof converse>> }
  | { readonly kind: 'over'; readonly problems: readonly string[] }

/*
 * One world: the bot, its Discord and the model in one process, under virtual time. Its arguments:
 * what decides the gateway's troubles, and then the seeds of the conversations, all held at once.
 */
const [worldSeed = 0, ...seeds] = process.argv.slice(2).map(Number)

function tell(news: News): Promise<void> {
  return new Promise((told) => process.send?.(news, () => told()))
}

// Nobody is there any more to be told.
process.on('disconnect', () => process.exit(1))
const world = await startWorld()
void troubleGateway(world, worldSeed)
await Promise.all(
  seeds.map(async (seed) => tell({ kind: 'report', report: await converse(world, seed) })),
)
await tell({ kind: 'over', problems: world.problems() })
process.exit(0)
