import type { ConversationMessage, Speaker } from '../../src/core/conversation/message.ts'

/** A person whom tests let speak. */
export function speaker(name: string, id = name): Speaker {
  return { id, name, username: name.toLowerCase() }
}

const ada = speaker('Ada', '7')

/** A message of a person. */
export function said(
  id: string,
  text: string,
  more: Partial<ConversationMessage> = {},
): ConversationMessage {
  return {
    ...{ id, channelId: '1', author: 'person', speaker: ada, text, parts: [], editedAt: '' },
    ...more,
  }
}

/** A message of the bot. */
export function typed(
  id: string,
  text: string,
  more: Partial<ConversationMessage> = {},
): ConversationMessage {
  return { ...said(id, text), author: 'platen', speaker: undefined, ...more }
}
