import type { Route } from './grid.ts'

/** Something that answers questions in Discord: a bot in a process of its own. */
export interface Contender {
  readonly name: string
  /** What node is given to run it. */
  readonly command: readonly string[]
  /** Why it has no figures on a route. */
  readonly notDriven?: Partial<Readonly<Record<Route, string>>>
}

export const platen: Contender = { name: 'Platen', command: ['src/main.ts'] }

/** All, in the order in which they run. */
export const contenders: readonly Contender[] = [
  platen,
  {
    name: 'chat + @chat-adapter/discord 4.41.0',
    command: ['bench/bots/chat-sdk.ts'],
    notDriven: {
      original: 'its answers to slash commands go to discord.com, whatever `apiUrl` says',
    },
  },
  { name: '@kyyn/llm-stream 1.0.0', command: ['bench/bots/llm-stream.ts'] },
  policy('an edit per delta', 'per-delta'),
  policy('an edit every 1.0 s', 'every-1000'),
  policy('an edit every 1.2 s', 'every-1200'),
  policy("llmcord's global clock", 'global-clock'),
]

/** Our own model of a policy, run through the real discord.js. */
function policy(name: string, argument: string): Contender {
  return { name: `${name} (model)`, command: ['bench/bots/policy.ts', argument] }
}
