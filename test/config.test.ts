import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, settingNames } from '../src/config.ts'

const least = { DISCORD_TOKEN: 'discord-secret', OPENAI_API_KEY: 'openai-secret' }

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('These settings were accepted')
}

describe('readConfig', () => {
  it('needs a token and a key, and has a default for the rest', () => {
    expect(readConfig(least)).toMatchObject({
      discord: {
        token: 'discord-secret',
        apiUrl: 'https://discord.com/api',
        guildId: undefined,
        readsMessages: true,
      },
      model: {
        apiKey: 'openai-secret',
        baseUrl: undefined,
        name: undefined,
        choosable: [],
        startTimeoutMs: 300_000,
        idleTimeoutMs: 60_000,
        contextTokens: 16_000,
      },
      burstMs: 0,
      titles: 'question',
      threadArchiveMinutes: 7 * 24 * 60,
      httpPort: undefined,
      logLevel: 'info',
      shutdownGraceMs: 30_000,
    })
  })

  it('needs no key for a server of one’s own', () => {
    const { model } = readConfig({
      DISCORD_TOKEN: 't',
      OPENAI_BASE_URL: 'http://localhost:11434/v1',
    })
    expect(model.apiKey).not.toBe('')
    expect(model.baseUrl).toBe('http://localhost:11434/v1')
  })

  it('takes times in seconds, or with a unit', () => {
    const idle = (MODEL_IDLE_TIMEOUT: string) =>
      readConfig({ ...least, MODEL_IDLE_TIMEOUT }).model.idleTimeoutMs
    expect(['2', '0.5', '90s', '5 m', '250ms', '1h'].map(idle)).toEqual([
      2_000, 500, 90_000, 300_000, 250, 3_600_000,
    ])
  })

  it('takes the names of models with commas and any white space between them', () => {
    const choosable = (OPENAI_MODELS: string) =>
      readConfig({ ...least, OPENAI_MODELS }).model.choosable
    expect(choosable('gpt-5*, o3 ,,org/large:free,')).toEqual(['gpt-5*', 'o3', 'org/large:free'])
    expect(choosable('*')).toEqual(['*'])
    expect(choosable(' , ')).toEqual([])
  })

  it('takes the times after which Discord can close a thread', () => {
    const minutes = (THREAD_ARCHIVE: string) =>
      readConfig({ ...least, THREAD_ARCHIVE }).threadArchiveMinutes
    expect(['1h', '1d', '3d', '7d'].map(minutes)).toEqual([60, 1_440, 4_320, 10_080])
  })

  it('takes what changes how people are served', () => {
    const set = { MESSAGE_CONTENT: 'off', BURST_MS: '60000', TITLES: 'model' }
    expect(readConfig({ ...least, ...set })).toMatchObject({
      discord: { readsMessages: false },
      burstMs: 60_000,
      titles: 'model',
    })
  })

  it.each(['60001', '-1', '1.5', '2s'])('takes no BURST_MS of %s', (BURST_MS) => {
    expect(problemsOf({ ...least, BURST_MS })).toHaveLength(1)
  })

  it('takes an empty variable for a missing one', () => {
    expect(readConfig({ ...least, HTTP_PORT: ' ', DISCORD_GUILD_ID: '' }).httpPort).toBeUndefined()
  })

  it('names every problem at once, by variable, and never a value', () => {
    const wrong = {
      DISCORD_API_URL: 'secret-1',
      DISCORD_GUILD_ID: 'secret-2',
      OPENAI_BASE_URL: 'ftp://secret-3',
      MODEL_START_TIMEOUT: 'secret-4',
      MODEL_IDLE_TIMEOUT: '-5',
      CONTEXT_TOKENS: 'secret-6',
      MESSAGE_CONTENT: 'secret-8',
      BURST_MS: 'secret-9',
      TITLES: 'secret-10',
      THREAD_ARCHIVE: '2d-secret',
      HTTP_PORT: '99999',
      LOG_LEVEL: 'secret-7',
      SHUTDOWN_GRACE: '0',
    }
    const problems = problemsOf(wrong)
    const names = problems.map((problem) => problem.split(':')[0])
    expect(names.sort()).toEqual(['DISCORD_TOKEN', ...Object.keys(wrong)].sort())
    expect(problems.join('\n')).not.toContain('secret')
  })

  it.each(['secret\nof two lines', 'secret\u0000', 'secret…'])(
    'takes no token and no key that cannot be sent: %j',
    (value) => {
      const problems = problemsOf({ DISCORD_TOKEN: value, OPENAI_API_KEY: value })
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([
        'DISCORD_TOKEN',
        'OPENAI_API_KEY',
      ])
      expect(problems.join('\n')).not.toContain('secret')
    },
  )

  it('names a missing key beside other problems', () => {
    expect(problemsOf({ HTTP_PORT: 'x' }).map((problem) => problem.split(':')[0])).toEqual([
      'DISCORD_TOKEN',
      'HTTP_PORT',
      'OPENAI_API_KEY',
    ])
  })
})

describe('.env.example', () => {
  it('lists every setting, each with a comment above it', () => {
    const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
    const settings = lines.flatMap((line, index) => {
      const name = /^#? ?([A-Z_]+)=/.exec(line)?.[1]
      return name === undefined ? [] : [{ name, above: lines[index - 1] ?? '' }]
    })
    // The playground's own settings, which the bot does not read.
    const page = ['PLAYGROUND_HOST', 'PLAYGROUND_PASSPHRASE', 'PLAYGROUND_PORT']
    const expected = [...settingNames, ...page]
    expect(settings.map(({ name }) => name).sort()).toEqual(expected.sort())
    for (const { name, above } of settings) expect(above, name).toMatch(/^# \w/)
  })
})
