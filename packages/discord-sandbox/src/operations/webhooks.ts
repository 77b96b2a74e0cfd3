import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import { readMessageBody } from '../schemas/message.ts'
import {
  type ChannelState,
  holdsMessages,
  type MessageState,
  type WebhookState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { createMessage } from './messages.ts'

export interface WebhookMessage {
  readonly name: string
  readonly content?: string
  readonly embeds?: readonly Json[]
}

/** A webhook belongs to a channel, and speaks in its threads as well. */
export function webhookSay(
  world: World,
  channel: ChannelState,
  { name, content = '', embeds = [] }: WebhookMessage,
): MessageState {
  if (!holdsMessages(channel)) throw new DiscordError('notATextChannel')
  const webhook = webhookOf(world, channel, name)
  return createMessage(world, channel, {
    authorId: webhook.id,
    webhook,
    form: readMessageBody({ content, embeds }),
    attachments: [],
  })
}

/** One for each name. */
function webhookOf(world: World, channel: ChannelState, name: string): WebhookState {
  const key = `${channel.thread === undefined ? channel.id : channel.parentId} ${name}`
  const webhook = world.webhooks.get(key) ?? { id: world.snowflakes.next(), name }
  world.webhooks.set(key, webhook)
  return webhook
}
