import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { keyed } from 'lit/directives/keyed.js'
import { ref } from 'lit/directives/ref.js'
import { repeat } from 'lit/directives/repeat.js'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import type { Channel } from '../state/channel.ts'
import { isUpTo } from '../state/ids.ts'
import { isEphemeral, isSaid, MessageType } from '../state/message-types.ts'
import type { Notice } from '../state/notices.ts'
import { icon } from '../ui/icons.ts'
import { scrollAnchorOf } from '../ui/scroll-anchors.ts'
import { dayName, isSameDay } from '../ui/time.ts'
import { highlighterVersion } from './code.ts'
import { message } from './message.ts'
import { welcome } from './welcome.ts'

/** Messages of one author within this time stand below one name. */
const groupedWithinMs = 7 * 60_000

/**
 * The messages of a channel or thread, oldest first. Stays scrolled to the newest while the reader
 * is there.
 */
export function messageList(client: Client, channel: Channel): TemplateResult {
  const { store, words } = client
  const { id } = channel
  const messages = store.messages.of(id) ?? []
  const anchor = scrollAnchorOf(client, id)
  return html`
    ${keyed(
      `${store.me?.id} ${id}`,
      html`
        <div
          class="scroller"
          tabindex="0"
          role="region"
          aria-label=${words.messagesIn(channel.name)}
          ${ref(anchor.attach)}
          @scroll=${anchor.scrolled}
        >
          <div class="log">
            ${store.messages.isComplete(id) ? welcome(client, channel) : nothing}
              <ol class="messages" @keydown=${walk}>
                ${repeat(messages, keyOf, (each, index) => line(client, messages, { each, index }))}
                ${store.notices.at(id).map((each) => notice(client, each))}
              </ol>
          </div>
        </div>
      `,
    )}
    ${
      anchor.isAtEnd
        ? nothing
        : html`
            <button type="button" class="jump" @click=${() => anchor.goToEnd()}>
              ${words.jumpToNewest} ${icon('down')}
            </button>
          `
    }
  `
}

function keyOf({ id }: PageMessage): string {
  return id
}

/** A message and the lines above it. Rendered again only when something visible has changed. */
function line(
  client: Client,
  messages: readonly PageMessage[],
  { each, index }: { readonly each: PageMessage; readonly index: number },
): unknown {
  const { store, view, words, locale } = client
  const before = messages[index - 1]
  const sentAt = new Date(each.timestamp)
  const isNewDay = before === undefined || !isSameDay(new Date(before.timestamp), sentAt)
  const readId = view.newSince.get(each.channel_id)
  const isFirstNew =
    readId !== undefined && !isUpTo(each.id, readId) && (!before || isUpTo(before.id, readId))
  const isGrouped = !isNewDay && !isFirstNew && before !== undefined && belongsTo(before, each)
  const thread = store.channels.get(each.id)
  const threadNewest = store.messages.newestOf(each.id)
  const isEdited = view.editing?.messageId === each.id
  const isLast = index === messages.length - 1
  const changes = [
    ...[each, isNewDay, isFirstNew, isGrouped, thread, threadNewest, isLast, words],
    isEdited ? view.editing?.text : undefined,
    view.opened.size,
    each.content.includes('```') ? highlighterVersion() : 0,
    isNewDay ? new Date().toDateString() : '',
    store.me?.id,
  ]
  return guard(
    changes,
    () => html`
      ${isNewDay ? html`<li class="day"><span>${dayName(sentAt, locale)}</span></li>` : nothing}
      ${isFirstNew ? html`<li class="new-line"><span>${words.newMessages}</span></li>` : nothing}
      ${message(client, each, { isGrouped, isLast })}
    `,
  )
}

/** Groups like Discord: same author, close in time, and neither replies nor answers to commands. */
function belongsTo(before: PageMessage, message: PageMessage): boolean {
  const isPlain = message.type === MessageType.plain && isSaid(before)
  const isSoon = Date.parse(message.timestamp) - Date.parse(before.timestamp) < groupedWithinMs
  const isForSame = isEphemeral(before) === isEphemeral(message)
  return isPlain && isSoon && before.author.id === message.author.id && isForSame
}

function notice(client: Client, { id, text, kind }: Notice): TemplateResult {
  const { words, store } = client
  const dismiss = () => {
    store.notices.dismiss(id)
    client.changed()
  }
  return html`
    <li>
      <div class="notice ${kind}" role=${kind === 'problem' ? 'alert' : 'status'}>
        <span>${text}</span>
        <small>
          <button type="button" class="link" @click=${dismiss}>${words.dismissNotice}</button>
        </small>
      </div>
    </li>
  `
}

/** Arrow keys move between messages, as in Discord. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const current = event.target
  if (step === undefined || !(current instanceof HTMLElement) || !current.matches('li.message')) {
    return
  }
  const all = [...(current.parentElement?.querySelectorAll<HTMLElement>('li.message') ?? [])]
  const next = all[all.indexOf(current) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
