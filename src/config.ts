import { z } from 'zod'

/** Everything that can be set, read once. */
export interface Config {
  readonly discord: {
    readonly token: string
    readonly apiUrl: string
    /** Register the commands in this server only. */
    readonly guildId: string | undefined
    /** Whether Discord shows us what people write: needs the Message Content intent. */
    readonly readsMessages: boolean
  }
  readonly model: {
    readonly apiKey: string
    readonly baseUrl: string | undefined
    readonly name: string | undefined
    /** Which models people may choose besides: names in which `*` stands for anything. */
    readonly choosable: readonly string[]
    readonly startTimeoutMs: number
    readonly idleTimeoutMs: number
    readonly systemPrompt: string
    readonly contextTokens: number
  }
  /** The folder of the journal. */
  readonly dataFolder: string
  /** The port of `/healthz`, `/readyz` and `/metrics`; `undefined` serves none of them. */
  readonly httpPort: number | undefined
  /** An answer that took longer is announced to the asker when it has ended; 0: none is. */
  readonly notifyAfterMs: number
  /** How long a question in a thread waits for more of it; 0: it is answered at once. */
  readonly burstMs: number
  /** Names threads by their question, or by a title that the model makes. */
  readonly titles: (typeof titles)[number]
  /** How long a thread stays open without messages where its channel does not say. */
  readonly threadArchiveMinutes: ArchiveMinutes
  /** Whether a line below each answer says which model wrote it and what it took. */
  readonly showsFooter: boolean
  readonly logLevel: (typeof logLevels)[number]
  readonly shutdownGraceMs: number
}

/** Names every setting that is wrong and what was expected, never its value: that may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`Please fix these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const titles = ['question', 'model'] as const

/** The times after which Discord can close a thread that has gone quiet, in minutes. */
const archiveMinutes = { '1h': 60, '1d': 1_440, '3d': 4_320, '7d': 10_080 } as const

type ArchiveTime = keyof typeof archiveMinutes
type ArchiveMinutes = (typeof archiveMinutes)[ArchiveTime]

/** Sent where a server needs no key; the SDK insists on one. */
const noKey = 'none'

const defaultPrompt =
  'You are Platen, a helpful assistant in a Discord server. Answer in the language of the question. ' +
  'Be correct and to the point. Use Markdown as Discord draws it.'

const seconds = { ms: 0.001, s: 1, m: 60, h: 3_600 } as const

/** A number of seconds, or a number with ms, s, m or h behind it. Comes out in milliseconds. */
const durationOrNone = z.string().transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text)
  const unit = (match?.[2] ?? 's') as keyof typeof seconds
  const ms = Math.round(Number(match?.[1]) * seconds[unit] * 1_000)
  // A longer timer than 24.8 days would fire at once.
  if (ms < 2 ** 31) return ms
  context.addIssue({ code: 'custom', message: 'expected a time such as 30, 30s or 5m' })
  return z.NEVER
})

const duration = durationOrNone.refine((ms) => ms > 0, { error: 'expected more than no time' })

const onOrOff = z
  .enum(['on', 'off'], { error: 'expected on or off' })
  .transform((setting) => setting === 'on')

const names = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
)

const wholeNumber = (least: number, most: number) => {
  const error = `expected a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

const webAddress = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })

/** Anything else cannot be sent, and the error that says so would repeat it. */
const sendable = [/^[ -~]+$/, { error: 'expected plain letters, digits and signs' }] as const

const shape = z.object({
  DISCORD_TOKEN: z
    .string({ error: 'is missing; the README says how to get one' })
    .regex(...sendable),
  DISCORD_API_URL: webAddress.default('https://discord.com/api'),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, { error: 'expected the id of a server: 17 to 20 digits' })
    .optional(),
  MESSAGE_CONTENT: onOrOff.default(true),
  OPENAI_API_KEY: z
    .string()
    .regex(...sendable)
    .optional(),
  OPENAI_BASE_URL: webAddress.optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_MODELS: names.default([]),
  MODEL_START_TIMEOUT: duration.default(300_000),
  MODEL_IDLE_TIMEOUT: duration.default(60_000),
  SYSTEM_PROMPT: z.string().default(defaultPrompt),
  CONTEXT_TOKENS: wholeNumber(500, 10_000_000).default(16_000),
  DATA_DIR: z.string().default('./data'),
  NOTIFY_AFTER: durationOrNone.default(30_000),
  FOOTER: onOrOff.default(true),
  BURST_MS: wholeNumber(0, 60_000).default(0),
  TITLES: z.enum(titles, { error: `expected one of ${titles.join(', ')}` }).default('question'),
  THREAD_ARCHIVE: z
    .enum(Object.keys(archiveMinutes) as ArchiveTime[], {
      error: `expected one of ${Object.keys(archiveMinutes).join(', ')}`,
    })
    .default('7d'),
  HTTP_PORT: wholeNumber(1, 65_535).optional(),
  LOG_LEVEL: z
    .enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` })
    .default('info'),
  SHUTDOWN_GRACE: duration.default(30_000),
})

type Environment = Readonly<Record<string, string | undefined>>

/** The variables that `readConfig` reads. */
export const settingNames: readonly string[] = Object.keys(shape.shape)

/**
 * Reads the settings from the environment; an empty variable counts as missing. Throws a
 * `ConfigError` that names every problem at once.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.entries(environment)
    .map(([name, value]) => [name, value?.trim()])
    .filter(([, value]) => value !== undefined && value !== '')
  const parsed = shape.safeParse(Object.fromEntries(given))
  const problems = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )
  const hasModel = given.some(([name]) => name === 'OPENAI_API_KEY' || name === 'OPENAI_BASE_URL')
  if (!hasModel) {
    problems.push(
      'OPENAI_API_KEY: is missing; or set OPENAI_BASE_URL to the address of your own model server',
    )
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const settings = parsed.data
  return {
    discord: {
      token: settings.DISCORD_TOKEN.replace(/^Bot\s+/i, ''),
      apiUrl: settings.DISCORD_API_URL.replace(/\/+$/, ''),
      guildId: settings.DISCORD_GUILD_ID,
      readsMessages: settings.MESSAGE_CONTENT,
    },
    model: {
      apiKey: settings.OPENAI_API_KEY ?? noKey,
      baseUrl: settings.OPENAI_BASE_URL,
      name: settings.OPENAI_MODEL,
      choosable: settings.OPENAI_MODELS,
      startTimeoutMs: settings.MODEL_START_TIMEOUT,
      idleTimeoutMs: settings.MODEL_IDLE_TIMEOUT,
      systemPrompt: settings.SYSTEM_PROMPT,
      contextTokens: settings.CONTEXT_TOKENS,
    },
    dataFolder: settings.DATA_DIR,
    httpPort: settings.HTTP_PORT,
    notifyAfterMs: settings.NOTIFY_AFTER,
    burstMs: settings.BURST_MS,
    titles: settings.TITLES,
    threadArchiveMinutes: archiveMinutes[settings.THREAD_ARCHIVE],
    showsFooter: settings.FOOTER,
    logLevel: settings.LOG_LEVEL,
    shutdownGraceMs: settings.SHUTDOWN_GRACE,
  }
}
