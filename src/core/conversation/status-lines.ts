import type { Texts } from '../texts.ts'

/**
 * The lines in small print in which Platen itself speaks, below an answer or instead of one. They
 * stand at the end of a message, and are told from the model's text by their form alone, whatever the
 * language: so the conversation can be read back from Discord without them.
 */

/** Begins a line in which Platen speaks: its key says of what. */
const marks = {
  /** Something is wrong. */
  warning: '⚠️',
  stopped: '⏹️',
  /** An AI wrote this. */
  ai: '🤖',
  /** Earlier messages did not fit into the prompt. */
  cut: '✂️',
  /** Files that were not read. */
  unread: '📎',
  thinking: '💭',
  /** A place in the queue. */
  waiting: '⏳',
  /** The model that was chosen for the conversation. */
  pinned: '📌',
  /** The model that was chosen is gone: from here on it is the usual one. */
  unpinned: '📍',
  /** How to go on. */
  hint: '💡',
  /** The bot has left the thread. */
  left: '👋',
} as const

export type StatusKind = keyof typeof marks

const marked = new RegExp(`^-# (?:${Object.values(marks).join('|')})(?: |$)`, 'u')

/** `-# gpt-5 · 312 tokens · 4.2 s`: a name, and then only numbers with their units. */
const footer = /^-# \S.*?(?: · \d+(?:\.\d+)? [\p{L} ]+)+$/u
const numbers = /(?: · \d+(?:\.\d+)? [\p{L} ]+)+$/u

/** `-# done, 48 s <@1>`: a message of its own. */
const ended = /^-# [\p{L} ]+[,，] ?\d+ \p{L}+ <@\d+>$/u

/** A text of Platen's own as a line in small print. */
export function statusLine(text: string, mark: StatusKind = 'warning'): string {
  return `-# ${marks[mark]} ${text}`
}

/** Reads the newest such line with a mark off the end of a message: what stands behind the mark. */
export function readStatus(text: string, mark: StatusKind): string | undefined {
  const start = statusLine('', mark)
  return statusLinesOf(text)
    .findLast((line) => line.startsWith(start))
    ?.slice(start.length)
}

/** Which model answered, and what it took. */
export interface FooterData {
  readonly model: string
  /** Tokens of the answer, where the server counts them. */
  readonly tokens: number | undefined
  readonly ms: number
  /** Whether people have chosen it for the conversation. */
  readonly isPinned: boolean
}

/** The line below an answer that says what it took. */
export function footerLine({ model, tokens, ms, isPinned }: FooterData, { footer }: Texts): string {
  const seconds = ms / 1_000
  const parts = [
    isPinned ? `${marks.pinned} ${escapeName(model)}` : escapeName(model),
    ...(tokens === undefined ? [] : [footer.tokens(tokens)]),
    footer.seconds(seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)),
  ]
  return `-# ${parts.join(' · ')}`
}

/** The names of models are data: nothing in them draws, breaks the line or mentions anybody. */
export function escapeName(model: string): string {
  return model.replaceAll(/\s+/g, ' ').replaceAll(/[*_~`|<>@\\[\]]/g, '\\$&')
}

/** The name of a model that stands so in a message. */
export function unescapeName(shown: string): string {
  return shown.replaceAll(/\\(.)/g, '$1')
}

/** The model that a message says was chosen for the conversation, in the lines at its end. */
export function readPinnedModel(text: string): string | undefined {
  const shown = readStatus(text, 'pinned')
  if (shown === undefined) return undefined
  return unescapeName(footer.test(`-# ${shown}`) ? shown.replace(numbers, '') : shown)
}

/** The message that tells the one who asked that a long answer has ended. */
export function endNotice(text: string, askerId: string): string {
  return `-# ${text} <@${askerId}>`
}

/** Whether a whole message only tells that an answer has ended. */
export function isEndNotice(text: string): boolean {
  return ended.test(text)
}

/** Takes the lines in which Platen speaks off the end of a message; nothing else changes. */
export function withoutStatusLines(text: string): string {
  const lines = text.split('\n')
  return lines.slice(0, lines.length - countStatusLines(lines)).join('\n')
}

function statusLinesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.slice(lines.length - countStatusLines(lines))
}

/** How many lines at the end are Platen's own. */
function countStatusLines(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => !marked.test(line) && !footer.test(line))
  return lines.length - 1 - last
}
