import type { Discord, Match } from 'discord-sandbox'
import { z } from 'zod'
import { type Action, defineAction } from './define-action.ts'
import type { Actions, TypedModel } from './protocol.ts'

/** Controls of the playground itself. */
export interface Controls {
  /** Kills the bot's process, like a crash. */
  kill(): Promise<void>
  /** Stops the bot with SIGTERM, like a service manager. */
  stop(): Promise<void>
  start(): void
  /**
   * Switches to another model and restarts the bot. The model is kept in memory only; `undefined`
   * means the model of the start.
   */
  useModel(model: TypedModel | undefined): Promise<void>
  /** Closes the model's connections. Returns how many answers were in progress. */
  cutModel(): number
}

interface Playground {
  readonly discord: Discord
  readonly controls: Controls
}

const control = <Shape extends z.ZodRawShape>(
  shape: Shape,
  perform: (playground: Playground, fields: z.output<z.ZodObject<Shape>>) => unknown,
): Action<Playground> => defineAction(shape, perform)

const edits: Match = { method: 'PATCH', route: /\/messages\/(?:\d+|(?:@|%40)original)$/ }
const lastingErrors = 3
const retryAfterMs = 3000

/** Faults; each hits the bot's next edit or works at once. */
const faults = {
  '429': ({ discord }: Playground) => {
    discord.faults.rateLimit(edits, { retryAfterMs })
  },
  '500': ({ discord }: Playground) => {
    discord.faults.status({ ...edits, times: lastingErrors }, 500)
  },
  drop: ({ discord }: Playground) => {
    discord.faults.drop(edits, 'after')
  },
  lock: ({ discord }: Playground, threadId: string | undefined) => {
    if (threadId === undefined) throw new Error('Open a thread first: that is what gets locked.')
    discord.faults.lock(threadId)
  },
  close: ({ discord }: Playground) => {
    // Close code 4000, "unknown error": the client may resume.
    discord.gateway.close(4000)
  },
  cut: ({ controls: { cutModel } }: Playground) => {
    if (cutModel() === 0) throw new Error('The model is not writing just now: ask something first.')
  },
} as const

/** A header cannot carry other characters. The bot would stop at such a key and print it. */
const key = z
  .string()
  .regex(/^[ -~]*$/, { error: 'expected a key of plain letters, digits and signs' })
/** May be empty when the server has only one model. */
const modelName = z.string().regex(/^\P{Cc}*$/u, { error: 'expected the name of a model' })

const controls = {
  fault: control(
    {
      name: z.enum(['429', '500', 'drop', 'lock', 'close', 'cut']),
      threadId: z.string().optional(),
    },
    (playground, { name, threadId }) => faults[name](playground, threadId),
  ),
  bot: control(
    { do: z.enum(['kill', 'stop', 'start']) },
    ({ controls: { kill, stop, start } }, to) => ({ kill, stop, start })[to.do](),
  ),
  model: control(
    {
      model: z
        .object({ baseUrl: z.url({ protocol: /^https?$/ }), key, name: modelName })
        .nullable(),
    },
    (playground, { model }) => playground.controls.useModel(model ?? undefined),
  ),
} satisfies Partial<Record<keyof Actions, Action<Playground>>>

/** A map, because a browser may name anything, also properties that every object has. */
const byName = new Map<string, Action<Playground>>(Object.entries(controls))

/** Returns undefined for an unknown control. Rejects with a sentence for people when it fails. */
export function performControl(
  name: string,
  playground: Playground,
  fields: unknown,
): Promise<unknown> | undefined {
  return byName.get(name)?.(playground, fields)
}
