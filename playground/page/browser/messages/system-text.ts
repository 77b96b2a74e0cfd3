import { html, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { nameOf } from '../state/channel.ts'
import { isSaid, MessageKind } from '../state/message-types.ts'

/** What a message that Discord itself wrote says; undefined: somebody said it. */
export function systemText(client: Client, message: PageMessage): TemplateResult | undefined {
  const { words } = client
  const { type, author, content, mentions, message_reference } = message
  if (isSaid(message)) return undefined
  const name = nameOf(author)
  const other = mentions[0] === undefined ? '' : nameOf(mentions[0])
  const threadId = message_reference?.channel_id
  switch (type) {
    case MessageKind.threadCreated:
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
    case MessageKind.recipientAdded:
      return html`${words.added(name, other)}`
    case MessageKind.recipientRemoved:
      return html`${words.removed(name, other)}`
    case MessageKind.renamed:
      return html`${words.renamed(name, content)}`
    case MessageKind.pinned:
      return html`${words.pinned(name)}`
    case MessageKind.threadStarter:
      return html`${words.starterGone}`
    default:
      return html`${words.system(name)}`
  }
}
