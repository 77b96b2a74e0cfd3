import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from './random.ts'
import type { World } from './world.ts'

type Trouble = (world: World, random: Random) => Promise<void> | void

/** After these a client comes back; after others it may not. */
const closeCodes = [1000, 1001, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009]

const troubles: readonly Trouble[] = [
  (world) => losing(world, ({ cut }) => cut()),
  (world, random) => {
    const code = random.pick(closeCodes)
    losing(world, ({ close }) => close(code))
  },
  (world) => losing(world, ({ reconnect }) => reconnect()),
  (world, random) => {
    const isResumable = random.chance(0.5)
    losing(world, ({ invalidSession }) => invalidSession(isResumable))
  },
  ({ discord }) => discord.gateway.requestHeartbeat(),
  ({ discord }, random) => discord.gateway.replayLast(random.between(1, 40)),
  async ({ discord }, random) => {
    const release = discord.gateway.pause()
    await sleep(random.between(100, 2_000))
    release()
  },
]

function losing(world: World, act: (gateway: World['discord']['gateway']) => void): void {
  world.stopListening()
  act(world.discord.gateway)
}

/** Lets the gateway have troubles every few seconds, by chance. */
export async function troubleGateway(world: World, seed: number): Promise<never> {
  const random = new Random(seed)
  for (;;) {
    await sleep(random.between(500, 20_000))
    world.countTrouble()
    await random.pick(troubles)(world, random)
    world.countTrouble()
  }
}
