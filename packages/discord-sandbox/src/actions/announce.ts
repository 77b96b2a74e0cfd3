import type { Json } from '../json.ts'
import type { MessageState } from '../state/entities.ts'
import type { Viewer, World } from '../state/world.ts'
import { messageEventWire, omniscient } from '../wire/messages.ts'

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
      data: messageEventWire(world, message, omniscient),
    })
    return
  }
  const nonce =
    type === 'MESSAGE_CREATE' && message.nonce !== undefined ? { nonce: message.nonce } : {}
  const dataFor = ({ botId, messageContent }: Viewer): Json => ({
    ...messageEventWire(world, message, { botId, messageContent }),
    ...nonce,
  })
  const data = { ...messageEventWire(world, message, omniscient), ...nonce }
  const { guildId, channelId } = message
  world.dispatch({ type, guildId, channelId, data, dataFor })
}
