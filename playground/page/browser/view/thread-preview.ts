import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../wire.ts'
import { nameOf } from '../channel.ts'
import type { Client } from '../client.ts'
import { MessageKind } from '../message-kinds.ts'
import { plainLine } from '../plain-line.ts'
import { ago } from '../time.ts'
import { avatarUrl } from './avatar.ts'
import { systemText } from './system-text.ts'

const previewCharacters = 90

/** The thread that was made on a message, with the newest that was said there. */
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
    <discord-thread
      slot="thread"
      name=${channel.name}
      cta=${count === 0 ? words.seeThread : words.messageCount(count)}
      role="button"
      tabindex="0"
      @click=${open}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          open()
        }
      }}
    >
      ${
        newest === undefined || newest.type === MessageKind.threadStarter
          ? words.noMessages
          : (systemText(client, newest) ??
            html`
              <discord-thread-message
                author=${nameOf(newest.author)}
                avatar=${avatarUrl(newest.author)}
                ?bot=${newest.author.bot ?? false}
                relative-timestamp=${ago(new Date(newest.timestamp), Date.now())}
                >${plainLine(newest.content, previewCharacters)}</discord-thread-message
              >
            `)
      }
    </discord-thread>
  `
}
