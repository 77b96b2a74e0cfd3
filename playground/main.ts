import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBot } from './bot-process.ts'
import { chooseModel } from './choose-model.ts'
import { startDiscord } from './discord/index.ts'
import { exampleQuestions } from './examples.ts'
import { discordLocale } from './locale.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { DiscordSource } from './page/discord-source.ts'
import { stopSignal } from './stop-signal.ts'

const guildName = 'Platen playground'

/**
 * Runs a Discord, a model where none is set, a page to see them, and the bot as a process of its
 * own. Resolves when a signal has ended it all. Rejects with a sentence when it cannot start.
 */
export async function startPlayground(environment: NodeJS.ProcessEnv): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const stopping = stopSignal()

  const discord = await startDiscord()
  resources.defer(() => discord.close())
  const model = await chooseModel(environment)
  resources.defer(() => model.close())

  const locale = discordLocale(environment)
  const person = discord.addUser({ name: 'you', displayName: 'You', locale })
  const bot = discord.addBot({ name: 'Platen' })
  const guild = discord.addGuild({ name: guildName, owner: person.id, preferredLocale: locale })
  const source = new DiscordSource(discord, {
    guild,
    person: { id: person.id, name: 'You' },
    bot: { id: bot.id, name: 'Platen' },
    modelLabel: model.label,
    examples: exampleQuestions(model.kind),
  })
  discord.addMember(guild.id, bot.id)
  for (const name of ['general', 'random']) discord.addChannel(guild.id, { name })

  const page = await openPage(source, environment)
  resources.defer(() => page.close())

  // What the bot remembers belongs to this Discord, which is gone when it ends.
  const dataFolder = await mkdtemp(join(tmpdir(), 'platen-playground-'))
  resources.defer(() => rm(dataFolder, { recursive: true, force: true }))
  const connected = new Promise<void>((resolve) => {
    discord.subscribe((event) => {
      if (event.kind === 'gateway' && event.action === 'identify') resolve()
    })
  })
  const botProcess = startBot({
    ...environment,
    ...model.environment,
    DISCORD_TOKEN: bot.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_GUILD_ID: '',
    DATA_DIR: dataFolder,
  })

  let isStopping = false
  void connected.then(() => {
    source.setBotStatus('online')
    say(welcome(page, model.label))
  })
  void botProcess.ended.then((how) => {
    if (isStopping) return
    source.setBotStatus('offline')
    say(`The bot has stopped by itself (${how}). The page stays at ${page.url}; Ctrl+C ends it.`)
  })

  await stopping
  isStopping = true
  say('Stopping. Answers that are being written may finish; Ctrl+C again ends at once.')
  await botProcess.stop()
}

function welcome({ urls, passPhrase }: OpenPage, modelLabel: string): string {
  const asked = passPhrase === undefined ? '' : `\n  Phrase   ${passPhrase}`
  return `Platen is ready.

  Open     ${urls.join('\n           ')}${asked}
  Model    ${modelLabel}
  Discord  a small one on this computer. For the real one, write DISCORD_TOKEN=... into
           the file .env and start again; the README says how to get a token.

Ctrl+C stops it.`
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n\n`)
}
