import { DiscordError } from '../errors.ts'
import { flatten } from '../schemas/components.ts'
import type { MessageBody } from '../schemas/message.ts'

/** Beyond this many bytes a webhook with text displays fails, as bot authors report; no document says so. */
const largestBytes = 10_170
const bytesPerDisplay = 12

/** Answers 500, as Discord does, where the text displays of one message weigh too much. */
export function refuseOversizedDisplays(form: MessageBody): void {
  const texts = flatten(form.components ?? []).flatMap(({ type, content }) =>
    type === 10 && typeof content === 'string' ? [content] : [],
  )
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + bytesPerDisplay, 0)
  if (bytes > largestBytes) throw new DiscordError('serverError')
}
