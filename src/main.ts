import { config as loadDotenv } from 'dotenv'
import type OpenAI from 'openai'
import { commands } from '../commands/index.ts'
import { systemClock as clock } from './clock.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ModelFailure } from './core/ending.ts'
import { Pace } from './core/pace.ts'
import type { Journal } from './core/ports.ts'
import { Share } from './core/share.ts'
import { sturdyJournal } from './core/sturdy-journal.ts'
import { Answering } from './discord/answering.ts'
import { createDiscord } from './discord/client.ts'
import { listen } from './discord/events.ts'
import { readThread, type ThreadAddress } from './discord/history.ts'
import { inviteLink } from './discord/invite.ts'
import { LoginError, login } from './discord/login.ts'
import { registerCommands } from './discord/register.ts'
import { repairAnswers } from './discord/repair.ts'
import { Threads } from './discord/threads.ts'
import { doubtModel, modelName } from './model/name.ts'
import { connect, openaiModel } from './model/openai.ts'
import { countTokens } from './model/tokens.ts'
import { createLog, type Log } from './ops/log.ts'
import type { Metrics } from './ops/metrics.ts'
import { observe } from './ops/observe.ts'
import { openJournal } from './store/journal.ts'

/** Runs the bot with the settings of `.env` and the environment; the playground without a token. */
async function main(): Promise<void> {
  loadDotenv({ quiet: true })
  const { DISCORD_TOKEN: token, NODE_ENV: environment } = process.env
  if (!token?.trim() && environment !== 'production') {
    // Everything that is set has to be right here, too; what the playground sets itself, is.
    const { OPENAI_API_KEY: key } = process.env
    readConfig({ ...process.env, DISCORD_TOKEN: 'playground', OPENAI_API_KEY: key || 'playground' })
    const { startPlayground } = await import('../playground/main.ts')
    return startPlayground(process.env)
  }
  const config = readConfig(process.env)
  const log = await createLog(config.logLevel, [config.discord.token, config.model.apiKey])
  const leave = (error: unknown) => leaveWith(error, log)
  process.on('uncaughtException', leave)
  await run(config, log, leave).catch(leave)
}

/** Builds everything and connects. Resolves when people can ask. */
async function run(config: Config, log: Log, leave: (error: unknown) => never): Promise<void> {
  const share = new Share(clock)
  const { client, interactions } = createDiscord(config.discord.apiUrl, share)
  const { rest } = client
  const journal = keepJournal(config.dataFolder, log)
  // Read before the first question is taken, which is then begun and has not ended either.
  const leftBehind = journal.unended()
  const metrics = await serveHealth(config.httpPort, () => client.isReady())
  const openai = connect(config.model)
  const chooseName = modelName(openai, config.model.name)
  const pace = new Pace(clock, share)
  const { startTimeoutMs: startMs, idleTimeoutMs: idleMs } = config.model
  const model = openaiModel(openai, chooseName)
  const { showsFooter } = config
  const press = { model, patience: { startMs, idleMs }, pace, clock, showsFooter }
  const readPosts = (thread: ThreadAddress) =>
    readThread(client, thread, { tokens: config.model.contextTokens, clock })
  const answering = new Answering({
    press,
    systemPrompt: config.model.systemPrompt,
    contextTokens: config.model.contextTokens,
    countTokens,
    readPosts,
    notifyAfterMs: config.notifyAfterMs,
    journal,
    observer: observe(log, metrics),
  })

  exitOnSignal(async () => {
    log.info({ graceMs: config.shutdownGraceMs }, 'stopping')
    await answering.finish(config.shutdownGraceMs)
    await client.destroy()
  })

  await checkModelName(chooseName, log)
  if (config.model.name !== undefined) void warnOfModel(openai, config.model.name, log)
  const threads = new Threads(rest, pace, clock)
  const pressed = new Set<string>()
  const bot = {
    answering,
    threads,
    pressed,
    rest,
    interactions,
    pace,
    clock,
    journal,
    readPosts,
    log,
  }
  listen(client, commands, bot)
  const connected = await login(client, config.discord.token, {
    onUnreachable: (reason) => log.warn({ reason }, 'Discord cannot be reached; trying again'),
    onRefused: leave,
  })
  const { user, guilds, application } = connected
  if (guilds.cache.size === 0) {
    log.info(
      { invite: inviteLink(application.id) },
      'in no server yet: open this link to invite it',
    )
  }
  const { written, failed } = await registerCommands(connected, commands, config.discord.guildId)
  for (const one of failed) log.error(one, 'the commands could not be registered')
  log.info({ user: user.tag, servers: guilds.cache.size, registered: written }, 'connected')
  await repairAnswers(leftBehind, bot, press)
}

/** A folder that cannot be written is a setting to mend; a disk that fills up later stops nobody. */
function keepJournal(folder: string, log: Log): Journal {
  try {
    return sturdyJournal(openJournal(folder), (error) =>
      log.error({ error }, 'the journal could not be written'),
    )
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${error instanceof Error ? error.message : error}`])
  }
}

/** Loads what counts and serves only where somebody wants to look at it. */
async function serveHealth(
  port: number | undefined,
  isConnected: () => boolean,
): Promise<Metrics | undefined> {
  if (port === undefined) return undefined
  const { createMetrics } = await import('./ops/metrics.ts')
  const { listenForHealth } = await import('./ops/http.ts')
  const metrics = createMetrics()
  try {
    await listenForHealth(port, { isConnected, metrics })
  } catch (error) {
    throw new ConfigError([`HTTP_PORT: ${error instanceof Error ? error.message : error}`])
  }
  return metrics
}

/** A model that nobody can choose is a setting to mend; a server that is down now may come back. */
async function checkModelName(chooseName: () => Promise<string>, log: Log): Promise<void> {
  try {
    log.info({ model: await chooseName() }, 'model chosen')
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    if (error.kind === 'no-model') throw new ConfigError([`OPENAI_MODEL: ${error.message}`])
    log.warn({ error }, 'the model server did not say which models it has; asking again later')
  }
}

/** Says early what people would otherwise hear from each answer. */
async function warnOfModel(openai: OpenAI, name: string, log: Log): Promise<void> {
  const doubt = await doubtModel(openai, name)
  if (doubt !== undefined) log.warn({ model: name }, doubt)
}

/** Ends the process when `stop` is done; at once at the second signal. */
function exitOnSignal(stop: () => Promise<void>): void {
  let asked = false
  function onSignal(): void {
    if (asked) process.exit(130)
    asked = true
    void stop().then(() => process.exit(0))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

/** What a person can mend is said in sentences; everything else is a fault, and goes into the log. */
function leaveWith(error: unknown, log: Log | undefined): never {
  if (error instanceof ConfigError || error instanceof LoginError || log === undefined) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  } else {
    log.fatal({ error }, 'a fault in Platen')
  }
  process.exit(1)
}

main().catch((error: unknown) => leaveWith(error, undefined))
