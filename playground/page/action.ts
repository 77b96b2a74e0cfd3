import { z } from 'zod'
import type { BrowserAction } from './wire.ts'

const channelId = z.string()

const browserAction: z.ZodType<BrowserAction> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), channelId, content: z.string() }),
  z.object({ type: z.literal('command'), channelId, name: z.string(), text: z.string() }),
  z.object({
    type: z.literal('press'),
    channelId,
    messageId: z.string(),
    customId: z.string(),
  }),
])

/** Reads what a browser sent; undefined when it is no action. */
export function parseAction(text: string): BrowserAction | undefined {
  try {
    return browserAction.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
