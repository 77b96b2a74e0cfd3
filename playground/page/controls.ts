import type { Discord, Match } from 'discord-sandbox'
import { z } from 'zod'
import { type Action, defineAction } from './define-action.ts'
import type { Actions, TypedModel } from './protocol.ts'

/** What can be done to the playground itself. */
export interface Controls {
  /** Ends the bot at once, as a crash would. */
  kill(): Promise<void>
  /** Asks it to stop, as a service manager would. */
  stop(): Promise<void>
  start(): void
  /** From now on, in memory alone; the bot starts again with it. `undefined`: what it began with. */
  useModel(model: TypedModel | undefined): Promise<void>
  /** Breaks the model's connections off; returns how many answers were being written. */
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

/** Misfortunes, each for the bot's next edit, or at once. */
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
    // 4000, "unknown error": a client may resume.
    discord.gateway.close(4000)
  },
  cut: ({ controls: { cutModel } }: Playground) => {
    if (cutModel() === 0) throw new Error('The model is not writing just now: ask something first.')
  },
} as const

/** What else there may be could not be sent; the bot would stop over it, and tell what it was. */
const key = z
  .string()
  .regex(/^[ -~]*$/, { error: 'expected a key of plain letters, digits and signs' })
/** Empty where the server has only one. */
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

/** What a browser names may be anything, also what every object has. */
const byName = new Map<string, Action<Playground>>(Object.entries(controls))

/** Undefined: there is no such control. Rejects with a sentence where it cannot be done. */
export function performControl(
  name: string,
  playground: Playground,
  fields: unknown,
): Promise<unknown> | undefined {
  return byName.get(name)?.(playground, fields)
}
