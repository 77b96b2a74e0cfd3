import { LRUCache } from 'lru-cache'
import { commands } from '../commands/index.ts'
import { Answering } from './answers/answer-queue.ts'
import { systemClock as clock } from './clock.ts'
import { type Config, ConfigError } from './config.ts'
import { ModelFailure } from './core/answer/ending.ts'
import type { ConversationMessage } from './core/conversation/message.ts'
import type { CountTokens, Journal, Originals } from './core/ports.ts'
import { EditPacer } from './core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from './core/rate-limit/global-limit.ts'
import { createDiscord } from './discord/api/client.ts'
import { inviteLink } from './discord/api/invite.ts'
import { LoginError, login } from './discord/api/login.ts'
import type { Bot } from './discord/context.ts'
import { listen } from './discord/gateway/events.ts'
import { Conversations } from './discord/history/conversations.ts'
import { registerCommands } from './discord/interactions/register-commands.ts'
import { Places } from './discord/messages/message-target.ts'
import { repairAnswers } from './discord/recover-answers.ts'
import { Threads } from './discord/threads/thread-creator.ts'
import { Membership } from './discord/threads/thread-membership.ts'
import { doubtModels, modelChoice } from './model/model-choice.ts'
import { ModelList, namesOf } from './model/model-list.ts'
import { connect, openaiModel } from './model/openai.ts'
import { tokenCounter } from './model/tokens.ts'
import { createLog, type Log } from './ops/log.ts'
import type { Metrics } from './ops/metrics.ts'
import { observe } from './ops/observe.ts'
import { openDatabase } from './store/database.ts'
import { journalIn } from './store/journal.ts'
import { originalsIn } from './store/originals.ts'
import { sturdyJournal } from './store/resilient-journal.ts'

/** So many people's languages are remembered. */
const maxLocales = 50_000

/** Runs the bot until a signal ends it. A failure to begin ends the process, with what a person can mend. */
export async function runBot(config: Config): Promise<void> {
  const log = await createLog(config.logLevel, [config.discord.token, config.model.apiKey])
  const leave = (error: unknown) => leaveWith(error, log)
  process.on('uncaughtException', leave)
  await run(config, log, leave).catch(leave)
}

/** Builds everything and connects. Resolves when people can ask. */
async function run(config: Config, log: Log, leave: (error: unknown) => never): Promise<void> {
  const globalLimit = new GlobalRateLimit(clock)
  const { client, interactions } = createDiscord(config.discord, globalLimit)
  const { rest } = client
  const { journal, originals } = openStore(config.dataFolder, log)
  // Read before the first question is taken, which is then begun and has not ended either.
  const leftBehind = journal.unfinished()
  const metrics = await serveHealth(config.httpPort, () => client.isReady())
  const openai = connect(config.model)
  const modelList = new ModelList(() => namesOf(openai), clock)
  const models = modelChoice(modelList, config.model)
  const pacer = new EditPacer(clock, globalLimit)
  const { startTimeoutMs: startMs, idleTimeoutMs: idleMs } = config.model
  const model = openaiModel(openai, models.defaultName)
  const { showsFooter } = config
  const press = { model, timeouts: { startMs, idleMs }, pacer, clock, showsFooter }
  const { contextTokens, systemPrompt } = config.model
  const conversations = new Conversations({
    client,
    clock,
    fillsBudget: () => budgetFiller(contextTokens, tokenCounter(config.model.name ?? '')),
  })
  const answering = new Answering({
    press,
    systemPrompt,
    contextTokens,
    tokenCounter,
    models,
    originals,
    showsFooter,
    burstMs: config.burstMs,
    notifyAfterMs: config.notifyAfterMs,
    journal,
    observer: observe(log, metrics),
  })

  exitOnSignal(async () => {
    log.info({ graceMs: config.shutdownGraceMs }, 'stopping')
    await answering.finish(config.shutdownGraceMs)
    await client.destroy()
  })

  await checkModelName(models.defaultName, log)
  void warnOfModels(modelList, config.model, log)
  const bot: Bot = {
    answering,
    conversations,
    membership: new Membership(rest, pacer, clock),
    model,
    models,
    threads: new Threads(rest, pacer, clock),
    places: new Places({
      rest,
      interactions,
      seen: (message) => conversations.see(message),
      lost: (messageId, channelId) => conversations.lose(messageId, channelId),
    }),
    pressed: new Set(),
    complained: new Set(),
    locales: new LRUCache({ max: maxLocales }),
    rest,
    interactions,
    pacer,
    clock,
    journal,
    settings: {
      readsMessages: config.discord.readsMessages,
      threadArchiveMinutes: config.threadArchiveMinutes,
      titles: config.titles,
    },
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
function openStore(
  folder: string,
  log: Log,
): { readonly journal: Journal; readonly originals: Originals } {
  const complain = (error: unknown) => log.error({ error }, 'the journal could not be written')
  try {
    const database = openDatabase(folder)
    const journal = sturdyJournal(journalIn(database), complain)
    return { journal, originals: originalsIn(database, complain) }
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${error instanceof Error ? error.message : error}`])
  }
}

/** Counts posts that are read from Discord until they fill the model's budget. */
function budgetFiller(
  budget: number,
  count: CountTokens,
): (messages: readonly ConversationMessage[]) => Promise<boolean> {
  let tokens = 0
  return async (messages) => {
    const sizes = await count(messages.map(({ text }) => text))
    tokens += sizes.reduce((sum, size) => sum + size, 0)
    return tokens >= budget
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
async function warnOfModels(list: ModelList, settings: Config['model'], log: Log): Promise<void> {
  for (const { model, doubt } of await doubtModels(list, settings)) log.warn({ model }, doubt)
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
function leaveWith(error: unknown, log: Log): never {
  if (error instanceof ConfigError || error instanceof LoginError) {
    process.stderr.write(`${error.message}\n`)
  } else {
    log.fatal({ error }, 'a fault in Platen')
  }
  process.exit(1)
}
