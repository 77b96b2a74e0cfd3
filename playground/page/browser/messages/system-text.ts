import { html, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { nameOf } from '../state/channel.ts'
import { isSaid, MessageType } from '../state/message-types.ts'

/** The text of a system message; undefined for other messages. */
export function systemText(client: Client, message: PageMessage): TemplateResult | undefined {
  const { words } = client
  const { type, author, content, mentions, message_reference } = message
  if (isSaid(message)) return undefined
  const name = nameOf(author)
  const other = mentions[0] === undefined ? '' : nameOf(mentions[0])
  const threadId = message_reference?.channel_id
  switch (type) {
    case MessageType.threadCreated:
      return html`
        ${words.threadWas(name, content)}
        <button
          type="button"
          class="link"
          @click=${() => threadId !== undefined && void client.openThread(threadId)}
        >
          ${words.seeThread}
        </button>
      `
    case MessageType.recipientAdded:
      return html`${words.added(name, other)}`
    case MessageType.recipientRemoved:
      return html`${words.removed(name, other)}`
    case MessageType.renamed:
      return html`${words.renamed(name, content)}`
    case MessageType.pinned:
      return html`${words.pinned(name)}`
    case MessageType.threadStarter:
      return html`${words.starterGone}`
    default:
      return html`${words.system(name)}`
  }
}
