import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { MessageType } from '../state/message-types.ts'
import { avatar } from '../ui/avatar.ts'
import { plainLine } from '../ui/plain-line.ts'
import { ago } from '../ui/time.ts'
import { authorName } from './author-name.ts'
import { systemText } from './system-text.ts'

const previewCharacters = 90

/** A message's thread, with the thread's newest message. */
export function threadPreview(
  client: Client,
  { id }: PageMessage,
): TemplateResult | typeof nothing {
  const { store, words } = client
  const channel = store.channels.get(id)
  if (channel?.thread === undefined) return nothing
  const newest = store.messages.newestOf(id)
  const open = () => void client.openThread(id)
  const count = channel.thread.messageCount
  return html`
    <button type="button" class="thread-preview" @click=${open}>
      <span class="about-thread">
        <strong>${channel.name}</strong>
        <span class="cta">${count === 0 ? words.seeThread : words.messageCount(count)} ›</span>
      </span>
      <span class="newest">${newest === undefined ? words.noMessages : newestLine(client, newest)}</span>
    </button>
  `
}

function newestLine(client: Client, newest: PageMessage): TemplateResult | string {
  if (newest.type === MessageType.threadStarter) return client.words.noMessages
  const { author, content, timestamp } = newest
  return (
    systemText(client, newest) ??
    html`
      ${avatar(author, 16)} ${authorName(client, author)}
      <span class="text">${plainLine(content, previewCharacters)}</span>
      <time>${ago(new Date(timestamp), Date.now())}</time>
    `
  )
}
