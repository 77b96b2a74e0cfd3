import { Client, Events, GatewayIntentBits, REST, Routes } from 'discord.js'
import { buildPage } from '../../../playground/page/build.ts'
import { startPage } from '../../../playground/page/server.ts'
import { makeWorld, type PageWorld } from '../../playground/page/scene.ts'
import { openPage, type PageScene } from './page-scene.ts'

/** The page with the test's own sandbox, in which the test acts as the bot. */
export interface SandboxScene extends PageScene {
  readonly world: PageWorld
  readonly bot: Client<true>
}

/** Resolves when the bot is online and has registered `/ask`. Nothing answers it yet. */
export async function startSandboxScene(): Promise<SandboxScene> {
  await using resources = new AsyncDisposableStack()
  const world = await makeWorld(await buildPage())
  resources.defer(() => world.discord.close())
  const { token, id } = world.bot
  const rest = { api: world.discord.apiUrl }
  await new REST(rest).setToken(token).put(Routes.applicationCommands(id), {
    body: [
      {
        name: 'ask',
        description: 'Ask',
        options: [
          { type: 3, name: 'question', description: 'What?', required: true },
          { type: 3, name: 'model', description: 'Who?', autocomplete: true },
        ],
      },
    ],
  })
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    rest,
  })
  resources.defer(() => client.destroy())
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(token)
  const bot = await ready
  const page = await startPage(world.source, 0)
  resources.defer(() => page.close())
  const opened = resources.use(await openPage(page.url))
  const held = resources.move()
  return { ...opened, world, bot, [Symbol.asyncDispose]: () => held.disposeAsync() }
}
