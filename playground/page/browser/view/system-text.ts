import { html, type TemplateResult } from 'lit'
import type { PageMessage } from '../../wire.ts'
import { nameOf } from '../channel.ts'
import type { Client } from '../client.ts'

/** Discord's numbers for messages that it writes itself. */
const Kind = { add: 1, remove: 2, rename: 4, pin: 6, threadCreated: 18, threadStarter: 21 } as const
/** Said by somebody: plain, reply, command, menu. */
const saidKinds: readonly number[] = [0, 19, 20, 23]

/** What a message that Discord itself wrote says; undefined: somebody said it. */
export function systemText(client: Client, message: PageMessage): TemplateResult | undefined {
  const { words } = client
  const { type, author, content, mentions, message_reference } = message
  if (saidKinds.includes(type)) return undefined
  const name = nameOf(author)
  const other = mentions[0] === undefined ? '' : nameOf(mentions[0])
  const threadId = message_reference?.channel_id
  switch (type as number) {
    case Kind.threadCreated:
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
    case Kind.add:
      return html`${words.added(name, other)}`
    case Kind.remove:
      return html`${words.removed(name, other)}`
    case Kind.rename:
      return html`${words.renamed(name, content)}`
    case Kind.pin:
      return html`${words.pinned(name)}`
    case Kind.threadStarter:
      return html`${words.starterGone}`
    default:
      return html`${words.system(name)}`
  }
}
