import type { Json } from '../json.ts'
import { omniscient, serializeMessageEvent } from '../serializers/messages.ts'
import type { MessageState } from '../state/entities.ts'
import type { Viewer, World } from '../state/world.ts'

/** Sends the event to whoever may see it; bots without MESSAGE_CONTENT get it emptied. */
export function announce(
  world: World,
  type: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE',
  message: MessageState,
): void {
  if (message.ephemeralFor !== undefined) {
    // Nobody's gateway: only the person's own client shows it.
    world.dispatch({
      type,
      guildId: message.guildId,
      channelId: message.channelId,
      botIds: [],
      ephemeralFor: message.ephemeralFor,
      data: serializeMessageEvent(world, message, omniscient),
    })
    return
  }
  const nonce =
    type === 'MESSAGE_CREATE' && message.nonce !== undefined ? { nonce: message.nonce } : {}
  const dataFor = ({ botId, messageContent }: Viewer): Json => ({
    ...serializeMessageEvent(world, message, { botId, messageContent }),
    ...nonce,
  })
  const data = { ...serializeMessageEvent(world, message, omniscient), ...nonce }
  const { guildId, channelId } = message
  world.dispatch({ type, guildId, channelId, data, dataFor })
}
