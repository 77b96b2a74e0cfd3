import type { APIMessageInteractionMetadata } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { isOfCommand, MessageType } from '../state/message-types.ts'
import { avatar } from '../ui/avatar.ts'
import { plainLine } from '../ui/plain-line.ts'
import { authorName } from './author-name.ts'

const excerptCharacters = 100

/** What stands above a message: the command that it answers, or the message that it replies to. */
export function header(client: Client, message: PageMessage): TemplateResult | typeof nothing {
  const used = usedCommand(message)
  if (used !== undefined) {
    return html`
      <div class="message-header used-command">
        ${avatar(used.user, 16)} ${authorName(client, used.user)} ${client.words.used}
        <span class="mention-tag">${used.name}</span>
      </div>
    `
  }
  const { referenced_message: target, type } = message
  if (type !== MessageType.reply || target === undefined) return nothing
  if (target === null) {
    return html`<div class="message-header reply-gone">${client.words.deletedOriginal}</div>`
  }
  const mentions = message.mentions.some(({ id }) => id === target.author.id)
  return html`
    <div class="message-header">
      ${avatar(target.author, 16)} ${mentions ? '@' : nothing}${authorName(client, target.author)}
      <button
        type="button"
        class="excerpt"
        @click=${() => showMessage(target.id)}
      >${excerptOf(target, client)}</button>
    </div>
  `
}

function usedCommand(message: PageMessage) {
  const { type, interaction_metadata: metadata } = message
  if (!isOfCommand(message) || metadata === undefined) return undefined
  const origin = originOf(metadata)
  if (!('name' in origin) || typeof origin.name !== 'string') return undefined
  return {
    user: metadata.user,
    name: type === MessageType.command ? `/${origin.name}` : origin.name,
  }
}

/** A submitted modal belongs to the command that opened it. */
function originOf(metadata: APIMessageInteractionMetadata): APIMessageInteractionMetadata {
  return 'triggering_interaction_metadata' in metadata
    ? metadata.triggering_interaction_metadata
    : metadata
}

function excerptOf({ content, attachments }: PageMessage, { words }: Client): string {
  const line = plainLine(content, excerptCharacters)
  return line === '' && attachments.length > 0 ? words.attachment : line
}

function showMessage(messageId: string): void {
  const found = document.querySelector<HTMLElement>(`li.message[data-id="${messageId}"]`)
  found?.scrollIntoView({ block: 'center' })
  found?.focus()
}
