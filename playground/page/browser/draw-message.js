import { drawBlocks } from './draw-text.js'
import { element } from './element.js'

/** @import { PageAuthor, PageButton, PageMessage } from '../wire.ts' */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const groupedForMs = 7 * 60_000

/**
 * What a person can do with a message.
 * @typedef {object} MessageActions
 * @property {(threadId: string) => void} openThread
 * @property {(message: PageMessage, customId: string) => void} press
 * @property {(message: PageMessage) => void} dismiss
 */

/**
 * @param {PageMessage} message
 * @param {PageMessage | undefined} previous  The message above it, which may share its head.
 * @param {MessageActions} actions
 * @returns {HTMLElement}
 */
export function drawMessage(message, previous, actions) {
  if (message.systemText !== undefined) {
    const time = drawTime(message)
    return element(
      'li',
      { class: 'message system', id: idOf(message) },
      message.systemText,
      ' ',
      time,
    )
  }
  const isGrouped = previous !== undefined && belongsTo(previous, message)
  return element(
    'li',
    { class: `message${isGrouped ? ' grouped' : ''}`, id: idOf(message) },
    drawUsedCommand(message),
    drawReply(message),
    isGrouped ? undefined : drawAvatar(message.author),
    isGrouped ? undefined : drawHead(message),
    drawBody(message),
    ...message.attachments.map(({ name, url, sizeBytes }) =>
      element(
        'p',
        { class: 'attachment' },
        element('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, name),
        ` (${Math.max(1, Math.round(sizeBytes / 1000))} kB)`,
      ),
    ),
    ...message.buttons.map((row) =>
      element('p', { class: 'buttons' }, ...row.map((each) => drawButton(message, each, actions))),
    ),
    drawThread(message, actions),
    drawEphemeral(message, actions),
  )
}

/** @param {PageMessage} message */
function idOf(message) {
  return `message-${message.id}`
}

/**
 * @param {PageMessage} previous
 * @param {PageMessage} message
 */
function belongsTo(previous, message) {
  return (
    previous.author.id === message.author.id &&
    previous.systemText === undefined &&
    previous.thread === undefined &&
    message.usedCommand === undefined &&
    message.reply === undefined &&
    message.sentAtMs - previous.sentAtMs < groupedForMs
  )
}

/** @param {PageMessage} message */
function drawUsedCommand({ usedCommand }) {
  if (usedCommand === undefined) return undefined
  const command = element('span', { class: 'mention' }, usedCommand.command)
  return element('p', { class: 'above' }, element('b', {}, usedCommand.userName), ' used ', command)
}

/** @param {PageMessage} message */
function drawReply({ reply }) {
  if (reply === undefined) return undefined
  return element('p', { class: 'above' }, element('b', {}, reply.authorName), ' ', reply.excerpt)
}

/** @param {PageAuthor} author */
function drawAvatar({ name, isBot }) {
  const letter = Array.from(name)[0] ?? '?'
  return element('span', { class: `avatar${isBot ? ' bot' : ''}`, 'aria-hidden': 'true' }, letter)
}

/** @param {PageMessage} message */
function drawHead(message) {
  const { name, isBot } = message.author
  return element(
    'p',
    { class: 'head' },
    element('b', {}, name),
    isBot ? element('span', { class: 'tag' }, 'BOT') : undefined,
    drawTime(message),
  )
}

/** @param {PageMessage} message */
function drawTime({ sentAtMs }) {
  const sentAt = new Date(sentAtMs)
  return element('time', { datetime: sentAt.toISOString() }, clock.format(sentAt))
}

/** @param {PageMessage} message */
function drawBody({ author, body, isEdited, isThinking }) {
  if (isThinking) {
    return element('div', { class: 'body thinking' }, drawDots(), `${author.name} is thinking…`)
  }
  const edited = isEdited ? element('span', { class: 'edited' }, '(edited)') : undefined
  return element('div', { class: 'body' }, ...drawBlocks(body), edited)
}

/** Three dots that move while somebody is busy. */
export function drawDots() {
  const dots = [element('i'), element('i'), element('i')]
  return element('span', { class: 'dots', 'aria-hidden': 'true' }, ...dots)
}

/**
 * @param {PageMessage} message
 * @param {PageButton} button
 * @param {MessageActions} actions
 */
function drawButton(message, { label, style, isDisabled, customId, url }, actions) {
  if (url !== undefined) {
    const attributes = {
      class: 'button link',
      href: url,
      target: '_blank',
      rel: 'noreferrer noopener',
    }
    return element('a', attributes, `${label} ↗`)
  }
  return element(
    'button',
    {
      type: 'button',
      class: `button ${style}`,
      disabled: isDisabled,
      'data-custom-id': customId,
      click: () => customId !== undefined && actions.press(message, customId),
    },
    label,
  )
}

/**
 * @param {PageMessage} message
 * @param {MessageActions} actions
 */
function drawThread({ thread }, actions) {
  if (thread === undefined) return undefined
  const { id, name, messageCount } = thread
  return element(
    'button',
    { type: 'button', class: 'thread-card', click: () => actions.openThread(id) },
    element('b', {}, name),
    element('span', {}, `${countWords(messageCount)} ›`),
    element('small', {}, 'Open the thread and ask on'),
  )
}

/** @param {number} messages */
function countWords(messages) {
  if (messages === 0) return 'See thread'
  return messages === 1 ? '1 message' : `${messages} messages`
}

/**
 * @param {PageMessage} message
 * @param {MessageActions} actions
 */
function drawEphemeral(message, actions) {
  if (!message.isEphemeral) return undefined
  const dismiss = element(
    'button',
    { type: 'button', class: 'plain', click: () => actions.dismiss(message) },
    'Dismiss message',
  )
  return element('p', { class: 'ephemeral' }, 'Only you can see this · ', dismiss)
}
