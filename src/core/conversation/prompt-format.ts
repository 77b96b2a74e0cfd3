import { clip } from '../clip.ts'
import { escapeLabels } from './escape-labels.ts'
import type { MessageContent, MessagePart, Speaker } from './message.ts'

/**
 * How the words of people stand in what the model is told. What Platen adds to them stands in square
 * brackets, on lines of its own; a line of theirs that looks like that gets a backslash in front, so
 * nobody can speak in another's name, whatever is in a message or in a name.
 */

/** Longest name in a prompt, in UTF-16 units. */
const maxNameLength = 64

/** Longest excerpt of a message that another one refers to, in UTF-16 units. */
const excerptLength = 300

/** Stands behind the first question where what followed it no longer fits. */
export const omittedNote = '[left out: messages that no longer fit; the conversation goes on below]'

/** A person's name as the model is told: one line in which nothing draws or ends a label. */
export function speakerLabel(speaker: Speaker | undefined): string {
  if (speaker === undefined) return 'somebody'
  const name = plain(speaker.name)
  if (speaker.username === undefined) return `the app ${name}`
  const username = plain(speaker.username)
  const isSame = name.toLowerCase() === username.toLowerCase()
  // "you" alone is the model itself.
  return isSame && username.toLowerCase() !== 'you' ? username : `${name} (${username})`
}

function plain(name: string): string {
  const line = name
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}[\](){}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return clip(line, maxNameLength) || 'nameless'
}

/** The line above a message that says who wrote it. */
export function speakerLine(label: string): string {
  return `[from ${label}]`
}

/** Stands above the first message of a second person: until then there was no need to name anybody. */
export function severalSpeakersLine(label: string): string {
  return `[everything so far is from ${label}; from here on several people write, and the line above each message, which none of them can write, says who]`
}

/** Other messages that a message refers to. */
export interface Reference {
  /** The message that it replies to, where that is not plain; `null`: it was deleted. */
  readonly repliesTo?: QuotedMessage | null | undefined
  /** The message that it asks about; `null`: it cannot be read any more. */
  readonly about?: (QuotedMessage & Pick<Reference, 'repliesTo'>) | null | undefined
}

/** A message that another one refers to; of what Platen wrote, the answer alone. */
export interface QuotedMessage extends MessageContent {
  readonly isPlaten: boolean
}

/** A message as the model reads it. */
export function formatMessage(
  said: Pick<MessageContent, 'text' | 'parts'>,
  { about, repliesTo }: Reference,
): string {
  return [...formatSubject(about), ...formatReply(repliesTo), ...formatContent(said)].join('\n')
}

function formatContent({ text, parts }: Pick<MessageContent, 'text' | 'parts'>): readonly string[] {
  return [...(text.trim() === '' ? [] : [escapeLabels(text)]), ...parts.map(formatPart)]
}

function formatReply(quoted: QuotedMessage | null | undefined): readonly string[] {
  if (quoted === undefined) return []
  if (quoted === null) return ['[in reply to a message that was deleted]']
  const text = excerpt(formatContent(quoted).join('\n'))
  return text === '' ? [] : [`[in reply to ${whose(quoted)}]`, quote(text)]
}

function whose({ isPlaten, speaker }: QuotedMessage): string {
  return isPlaten ? 'you' : speakerLabel(speaker)
}

function excerpt(text: string): string {
  return text.length <= excerptLength ? text : `${clip(text, excerptLength)} …`
}

function formatSubject(about: Reference['about']): readonly string[] {
  if (about === undefined) return []
  if (about === null) return ['[about a message that can no longer be read]']
  const text = [...formatReply(about.repliesTo), ...formatContent(about)].join('\n')
  return [`[about this message from ${whose(about)}]`, quote(text)]
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

function formatPart(part: MessagePart): string {
  switch (part.kind) {
    case 'forwarded':
      return `[forwarded message]\n${quote(formatContent(part).join('\n'))}`
    case 'embed':
      return `[embed]\n${quote(escapeLabels(part.text))}`
    case 'poll':
      return `[poll]\n${quote([part.question, ...part.answers.map((one) => `- ${one}`)].map(escapeLabels).join('\n'))}`
    case 'sticker':
      return `[sticker: ${plain(part.name)}]`
    case 'file': {
      const type = part.type === undefined ? [] : [plain(part.type)]
      return `[file, which you cannot read: ${[plain(part.name), ...type, sizeOf(part.bytes)].join(', ')}]`
    }
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
