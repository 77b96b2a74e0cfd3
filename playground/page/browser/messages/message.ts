import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { dots } from '../layout/typing-line.ts'
import { nameOf } from '../state/channel.ts'
import { isEphemeral, isLoading, MessageType } from '../state/message-types.ts'
import { avatar } from '../ui/avatar.ts'
import { type IconName, icon } from '../ui/icons.ts'
import { shortTime, stamp } from '../ui/time.ts'
import { attachments } from './attachments.ts'
import { authorName } from './author-name.ts'
import { components } from './components.ts'
import { editBox } from './edit-box.ts'
import { embeds } from './embeds.ts'
import { markdown } from './markdown.ts'
import { header } from './message-header.ts'
import { openMessageMenu, tools } from './message-menu.ts'
import { systemText } from './system-text.ts'
import { threadPreview } from './thread-preview.ts'

const systemIcons: Readonly<Record<number, IconName>> = {
  [MessageType.recipientAdded]: 'people',
  [MessageType.recipientRemoved]: 'people',
  [MessageType.pinned]: 'messages',
  [MessageType.threadCreated]: 'thread',
}

/** One message as Discord draws it, with its buttons. */
export function message(
  client: Client,
  sent: PageMessage,
  { isGrouped, isLast }: { readonly isGrouped: boolean; readonly isLast: boolean },
): TemplateResult {
  // A thread begins with a copy of its starter message.
  const isStarter = sent.type === MessageType.threadStarter && sent.referenced_message != null
  const shown = isStarter ? (sent.referenced_message as PageMessage) : sent
  const system = isStarter ? undefined : systemText(client, shown)
  const isMention = system === undefined && mentionsMe(client, shown)
  return html`
    <li
      class="message ${isEphemeral(shown) ? 'ephemeral' : ''} ${isMention ? 'mention' : ''} ${isGrouped ? 'grouped' : ''}"
      data-id=${sent.id}
      tabindex=${isLast ? 0 : -1}
      @contextmenu=${(event: MouseEvent) => openMessageMenu(client, sent, event)}
    >
      ${system === undefined ? userMessage(client, shown, { isGrouped, isStarter }) : systemMessage(client, shown, system)}
      ${isStarter || system !== undefined ? nothing : tools(client, sent)}
    </li>
  `
}

function mentionsMe(
  { store, channel }: Client,
  { mentions, mention_everyone, author }: PageMessage,
) {
  const { me } = store
  if (me === undefined || author.id === me.id || channel?.guildId === undefined) return false
  return mention_everyone || mentions.some(({ id }) => id === me.id)
}

function userMessage(
  client: Client,
  shown: PageMessage,
  { isGrouped, isStarter }: { readonly isGrouped: boolean; readonly isStarter: boolean },
): TemplateResult {
  const { locale, words, view, store } = client
  const { author, timestamp } = shown
  const sentAt = new Date(timestamp)
  const time = isGrouped ? shortTime(sentAt, locale) : stamp(sentAt, new Date(), locale, words)
  const dismiss = () => {
    store.dismissMessage(shown.channel_id, shown.id)
    client.changed()
  }
  const hasThread = !isStarter && store.channels.get(shown.id)?.thread !== undefined
  return html`
    <article class="user-message ${hasThread ? 'has-thread' : ''}">
      ${header(client, shown)}
      ${
        isGrouped
          ? html`<time class="side-time">${time}</time>`
          : html`
              ${avatar(author, 40)}
              <div class="author">
                ${authorName(client, author)}<time>${time}</time>
              </div>
            `
      }
      <div class="message-body">
        ${view.editing?.messageId === shown.id ? editBox(client, view.editing) : body(client, shown)}
        ${attachments(client, shown)} ${embeds(client, shown)}
        ${isStarter ? nothing : components(client, shown)}
        ${isStarter ? nothing : threadPreview(client, shown)}
        ${
          isEphemeral(shown)
            ? html`
                <div class="only-you">
                  ${words.onlyYou} ·
                  <button type="button" class="link" @click=${dismiss}>${words.dismiss}</button>
                </div>
              `
            : nothing
        }
      </div>
    </article>
  `
}

function body(client: Client, shown: PageMessage): TemplateResult {
  const { words } = client
  if (isLoading(shown)) {
    return html`<span class="thinking">${dots()} ${words.thinking(nameOf(shown.author))}</span>`
  }
  const edited =
    shown.edited_timestamp === null
      ? nothing
      : html`<span class="edited" title=${new Date(shown.edited_timestamp).toLocaleString(client.locale)}>${words.edited}</span>`
  return html`<div class="content">${markdown(client, shown)}${edited}</div>`
}

/** A system message. */
function systemMessage(client: Client, shown: PageMessage, text: TemplateResult): TemplateResult {
  const { locale, words } = client
  const time = stamp(new Date(shown.timestamp), new Date(), locale, words)
  return html`
    <div class="system-message">
      ${icon(systemIcons[shown.type] ?? 'edit')}
      <span>${text} <time>${time}</time></span>
    </div>
  `
}
