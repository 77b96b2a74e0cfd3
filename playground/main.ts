import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Discord, startDiscord } from 'discord-sandbox'
import { BotRunner } from './bot-runner.ts'
import { exampleQuestions } from './examples.ts'
import { followLag } from './lag-feed.ts'
import { discordLocale } from './locale.ts'
import { ModelSwitch } from './model-switch.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { buildPage } from './page/build.ts'
import type { BotStatus, PlaygroundState } from './page/protocol.ts'
import { addPeople, seedDiscord } from './seed.ts'
import { stopSignal } from './stop-signal.ts'

/**
 * Runs a Discord, a model if none is set, a page to see them, and the bot in its own process.
 * Resolves after a signal has stopped everything. Rejects with a sentence when it cannot start.
 */
export async function startPlayground(environment: NodeJS.ProcessEnv): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const stopping = stopSignal()
  const files = buildPage()
  // Awaited below; until then a rejection must not count as unhandled.
  files.catch(() => {})

  const discord = await startDiscord()
  resources.defer(() => discord.close())
  const model = await ModelSwitch.start(environment)
  resources.defer(() => model.close())
  const locale = discordLocale(environment)
  const people = addPeople(discord, locale)
  const { id, name, token } = discord.addBot({ name: 'Platen', installTypes: [0, 1] })
  seedDiscord(discord, { people, bot: { id, name }, locale })
  const lag = followLag(discord, model, id)
  resources.defer(() => lag.close())

  // The bot's data belongs to this Discord, which ends with the process.
  const dataFolder = await mkdtemp(join(tmpdir(), 'platen-playground-')).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The playground has no place for what the bot remembers: ${reason}`)
  })
  // Runs also when a second signal skips the disposal.
  process.once('exit', () => rmSync(dataFolder, { recursive: true, force: true }))

  let status: BotStatus = 'starting'
  const watchers = new Set<() => void>()
  const runner = new BotRunner(
    () => ({
      ...environment,
      ...model.environment,
      DISCORD_TOKEN: token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: '',
      DATA_DIR: dataFolder,
    }),
    (now, how) => {
      setStatus(now)
      if (now !== 'offline') return
      say(`The bot has stopped by itself (${how}). The page stays at ${page.url}; Ctrl+C ends it.`)
    },
  )
  const setStatus = (now: BotStatus) => {
    status = now
    for (const watcher of watchers) watcher()
  }
  const state = (): PlaygroundState => ({
    people: people.map((user) => ({ id: user.id, name: user.name })),
    bot: { id, name, status },
    model: model.state,
    examples: exampleQuestions(model.state.kind),
  })

  const page = await openPage(
    {
      discord,
      files,
      lag,
      state,
      onChange: (watcher) => {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
      controls: {
        kill: () => runner.kill(),
        stop: () => runner.stop(),
        start: () => runner.start(),
        useModel: async (typed) => {
          await model.use(typed)
          await runner.restart()
        },
        cutModel: () => model.cut(),
      },
    },
    environment,
  )
  resources.defer(() => page.close())

  const connected = identified(discord, () => setStatus('online'))
  // The page comes first: on two cores the bot's start would delay it.
  await files
  runner.start()
  void connected.then(() => say(welcome(page, model.state.label)))

  await stopping
  say('Stopping. Answers that are being written may finish; Ctrl+C again ends at once.')
  await runner.end()
}

/** Calls `onIdentify` each time the bot comes online. Resolves at the first. */
function identified(discord: Discord, onIdentify: () => void): Promise<void> {
  return new Promise((resolve) => {
    discord.subscribe((event) => {
      if (event.kind !== 'gateway' || event.action !== 'identify') return
      onIdentify()
      resolve()
    })
  })
}

function welcome({ urls, passPhrase }: OpenPage, label: string): string {
  const asked = passPhrase === undefined ? '' : `\n  Phrase   ${passPhrase}`
  return `Platen is ready.

  Open     ${urls.join('\n           ')}${asked}
  Model    ${label}
  Discord  a small one on this computer. The README says how to get a token for the real
           one: with it in the file .env, npm start connects there.

Ctrl+C stops it.`
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n\n`)
}
