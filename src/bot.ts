import { type Client, DefaultRestOptions } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { commands } from '../commands/index.ts'
import { AnswerQueue } from './answers/answer-queue.ts'
import { isolated } from './answers/observer.ts'
import { systemClock as clock } from './clock.ts'
import { type Config, ConfigError } from './config.ts'
import type { AnswerServices } from './core/answer/answer-services.ts'
import type { ConversationMessage } from './core/conversation/message.ts'
import type { Journal, Originals } from './core/journal.ts'
import { type CountTokens, ModelFailure, type Models } from './core/model.ts'
import { EditPacer } from './core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from './core/rate-limit/global-limit.ts'
import { createDiscord, type DiscordApi } from './discord/api/client.ts'
import { inviteLink } from './discord/api/invite.ts'
import { LoginError, login, wrongToken } from './discord/api/login.ts'
import { PermissionNotices } from './discord/api/permission-notices.ts'
import { RequestGuard } from './discord/api/request-guard.ts'
import type { DiscordContext } from './discord/context.ts'
import { ConnectionMonitor } from './discord/gateway/connection-monitor.ts'
import { EventGate } from './discord/gateway/event-gate.ts'
import { listen } from './discord/gateway/events.ts'
import { IdentifyBudget } from './discord/gateway/identify-budget.ts'
import { ReconnectingShards } from './discord/gateway/shards.ts'
import { Conversations } from './discord/history/conversations.ts'
import { registerCommands } from './discord/interactions/register-commands.ts'
import { MessageTargets } from './discord/messages/message-target.ts'
import { recoverAnswers } from './discord/recover-answers.ts'
import { renameByModel } from './discord/threads/rename-thread.ts'
import { ThreadCreator } from './discord/threads/thread-creator.ts'
import { ThreadMembership } from './discord/threads/thread-membership.ts'
import { checkModels, modelChoice } from './model/model-choice.ts'
import { ModelList, namesOf } from './model/model-list.ts'
import { connect, openaiModel } from './model/openai.ts'
import { tokenCounter } from './model/tokens.ts'
import { createLog, type Log } from './ops/log.ts'
import type { Metrics } from './ops/metrics.ts'
import { observe } from './ops/observe.ts'
import { leaveWith, Shutdown } from './shutdown.ts'
import { isWritable, openDatabase } from './store/database.ts'
import { journalIn } from './store/journal.ts'
import { originalsIn } from './store/originals.ts'
import { resilientJournal } from './store/resilient-journal.ts'

/** People whose locales are remembered. */
const maxLocales = 50_000

/** Longest wait for Discord's goodbye at the end, in milliseconds. */
const goodbyeMs = 2_000

/** Runs the bot until a signal ends it. When it cannot start, the process ends with the reason. */
export async function runBot(config: Config): Promise<void> {
  const log = await createLog(config.logLevel, [config.discord.token, config.model.apiKey])
  const shutdown = new Shutdown(log)
  await run(config, log, shutdown).catch((error: unknown) => leaveWith(error, log))
}

/** Builds everything and connects. Resolves when people can ask. */
async function run(config: Config, log: Log, shutdown: Shutdown): Promise<void> {
  const { journal, originals, failing } = openStore(config.dataFolder, log)
  // Read before the first question: new answers are unfinished, too.
  const leftBehind = journal.unfinished()
  const globalLimit = new GlobalRateLimit(clock)
  const pacer = new EditPacer(clock, globalLimit)
  const monitor = new ConnectionMonitor(clock, log)
  const guard = new RequestGuard({
    clock,
    makeRequest: DefaultRestOptions.makeRequest,
    onTokenRefused: () => void shutdown.after(new LoginError(wrongToken)),
    onCoolDown: (status, ms) =>
      log.warn(
        { status, ms },
        'something before Discord refuses requests; sending none for a while',
      ),
  })
  const metrics = await serveHealth(config.httpPort, {
    disconnectedSeconds: () => monitor.disconnectedSeconds,
    failing: () => [
      ...(monitor.isConnected ? [] : ['gateway']),
      ...(guard.isUsable ? [] : ['REST']),
      ...failing(),
    ],
  })
  const gate = new EventGate((event, error, isFirst) => {
    metrics?.eventFailed(event)
    if (isFirst) log.error({ event, error }, 'an event could not be handled')
  })
  const { client, api } = createDiscord(config.discord, {
    globalLimit,
    guard,
    buildShards: (manager) =>
      new ReconnectingShards(manager, {
        clock,
        budget: new IdentifyBudget({
          rest: manager.options.rest,
          clock,
          onWait: (left, afterMs) => log.warn({ left, ...until(afterMs) }, noSessions),
        }),
        deliver(event, emit) {
          gate.contain('monitor', () => monitor.observe(event))
          gate.deliver(event, emit)
        },
      }),
  })
  gate.open(client)
  const { services, models, warnOfModels } = buildModel(config, pacer, log)
  const conversations = buildConversations(config, client)
  const answers = new AnswerQueue({
    services,
    models,
    originals,
    journal,
    tokenCounter,
    systemPrompt: config.model.systemPrompt,
    contextTokens: config.model.contextTokens,
    showsFooter: config.showsFooter,
    burstMs: config.burstMs,
    notifyAfterMs: config.notifyAfterMs,
    observer: isolated(observe(log, metrics), (error) =>
      log.error({ error }, 'the log or the metrics failed'),
    ),
  })

  shutdown.onStop(async () => {
    log.info({ graceMs: config.shutdownGraceMs }, 'stopping')
    await answers.shutDown(config.shutdownGraceMs)
    // The closing handshake of a silent gateway takes half a minute.
    await Promise.race([client.destroy(), clock.sleep(goodbyeMs)])
  })

  await checkDefaultModel(models, log)
  void warnOfModels()
  const parts = { config, answers, conversations, models, services, api, journal, log }
  const context = buildContext(parts)
  listen(client, commands, gate, context)
  const connected = await login(client, config.discord.token, {
    clock,
    onUnreachable: (reason) => log.warn({ reason }, 'Discord cannot be reached; trying again'),
    onNoSessions: (afterMs) => log.warn({ left: 0, ...until(afterMs) }, noSessions),
    onRefused: (refusal) => void shutdown.after(refusal),
  })
  await announceStart(connected, config, log)
  await recoverAnswers(leftBehind, { ...context, journal })
}

const noSessions = 'Discord allows no new session for now; waiting'

function until(afterMs: number): { readonly until: string } {
  return { until: new Date(Date.now() + afterMs).toISOString() }
}

function buildModel(config: Config, pacer: EditPacer, log: Log) {
  const openai = connect(config.model)
  const list = new ModelList(() => namesOf(openai), clock)
  const models = modelChoice(list, config.model)
  const services: AnswerServices = {
    model: openaiModel(openai, models.defaultName),
    timeouts: { startMs: config.model.startTimeoutMs, idleMs: config.model.idleTimeoutMs },
    pacer,
    clock,
    showsFooter: config.showsFooter,
  }
  /** Logs early what people would otherwise learn from each answer. */
  async function warnOfModels(): Promise<void> {
    for (const { model, doubt } of await checkModels(list, config.model)) log.warn({ model }, doubt)
  }
  return { services, models, warnOfModels }
}

function buildConversations(config: Config, client: Client): Conversations {
  const { contextTokens, name = '' } = config.model
  return new Conversations({
    client,
    clock,
    fillsPrompt: () => promptFiller(contextTokens, tokenCounter(name)),
  })
}

interface ContextParts extends Pick<DiscordContext, 'answers' | 'conversations' | 'models'> {
  readonly config: Config
  readonly services: AnswerServices
  readonly api: DiscordApi
  readonly journal: Journal
  readonly log: Log
}

function buildContext({ config, services, api, ...parts }: ContextParts): DiscordContext {
  const { conversations } = parts
  const { pacer } = services
  return {
    ...parts,
    api,
    pacer,
    clock,
    threads: new ThreadCreator(api, pacer, clock),
    membership: new ThreadMembership(api, pacer, clock),
    renameThread: config.titles === 'model' ? renameByModel(api.rest, services.model) : undefined,
    targets: new MessageTargets({
      api,
      onMessage: (message) => conversations.update(message),
      onMessageDeleted: (id, channelId) => conversations.onMessageDeleted(id, channelId),
    }),
    permissionNotices: new PermissionNotices(),
    locales: new LRUCache({ max: maxLocales }),
    settings: {
      readsMessages: config.discord.readsMessages,
      threadArchiveMinutes: config.threadArchiveMinutes,
    },
  }
}

/** Registers the commands and logs what a host wants to know first. */
async function announceStart(client: Client<true>, config: Config, log: Log): Promise<void> {
  const { user, guilds, application } = client
  if (guilds.cache.size === 0) {
    log.info(
      { invite: inviteLink(application.id) },
      'in no server yet: open this link to invite it',
    )
  }
  const { written, failed } = await registerCommands(client, commands, config.discord.guildId)
  for (const one of failed) log.error(one, 'the commands could not be registered')
  log.info({ user: user.tag, servers: guilds.cache.size, registered: written }, 'connected')
}

interface Store {
  readonly journal: Journal
  readonly originals: Originals
  /** The name of the store where it cannot be written now. */
  readonly failing: () => readonly string[]
}

/** A folder that cannot be written is a wrong setting. A disk that fills up later stops nothing. */
function openStore(folder: string, log: Log): Store {
  const onFailure = (error: unknown) => log.error({ error }, 'the journal could not be written')
  try {
    const database = openDatabase(folder)
    const journal = resilientJournal(journalIn(database), onFailure)
    return {
      journal,
      originals: originalsIn(database, onFailure),
      failing: () => (isWritable(database) ? [] : ['store']),
    }
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${error instanceof Error ? error.message : error}`])
  }
}

/** Counts fetched messages until they fill a prompt of `maxTokens`. */
function promptFiller(
  maxTokens: number,
  count: CountTokens,
): (messages: readonly ConversationMessage[]) => Promise<boolean> {
  let tokens = 0
  return async (messages) => {
    const sizes = await count(messages.map(({ text }) => text))
    tokens += sizes.reduce((sum, size) => sum + size, 0)
    return tokens >= maxTokens
  }
}

/** Loads the metrics and the health server only where they are wanted. */
async function serveHealth(
  port: number | undefined,
  {
    failing,
    disconnectedSeconds,
  }: { readonly failing: () => readonly string[]; readonly disconnectedSeconds: () => number },
): Promise<Metrics | undefined> {
  if (port === undefined) return undefined
  const { createMetrics } = await import('./ops/metrics.ts')
  const { listenForHealth } = await import('./ops/http.ts')
  const metrics = createMetrics(disconnectedSeconds)
  try {
    await listenForHealth(port, { failing, metrics })
  } catch (error) {
    throw new ConfigError([`HTTP_PORT: ${error instanceof Error ? error.message : error}`])
  }
  return metrics
}

/** A model that cannot be chosen is a wrong setting. A server that is down may come back. */
async function checkDefaultModel(models: Models, log: Log): Promise<void> {
  try {
    log.info({ model: await models.defaultName() }, 'model chosen')
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    if (error.kind === 'no-model') throw new ConfigError([`OPENAI_MODEL: ${error.message}`])
    log.warn({ error }, 'the model server did not say which models it has; asking again later')
  }
}
