import { refuse } from '../schemas/read-body.ts'
import { MessageKind, type MessageState } from '../state/entities.ts'

const forwardable: readonly number[] = [
  MessageKind.plain,
  MessageKind.reply,
  MessageKind.slashCommand,
  MessageKind.contextMenuCommand,
]

/** Only what people and bots wrote can be forwarded, and no poll. Throws 50035. */
export function refuseUnforwardable(message: MessageState): void {
  if (forwardable.includes(message.type) && message.poll === undefined) return
  refuse(
    ['message_reference'],
    'FORWARD_CONTAINS_UNSUPPORTED_CONTENT',
    'This message cannot be forwarded.',
  )
}
