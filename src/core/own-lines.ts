import type { Words } from './words.ts'

/**
 * The lines in small print in which Platen itself speaks, below an answer or instead of one. They
 * stand at the end of a message, and are told from the model's text by their form alone, whatever the
 * language: so the conversation can be read back from Discord without them.
 */

/** Begins a line that says how an answer ended, or who wrote it. */
type Mark = '⚠️' | '⏹️' | '🤖'

const marked = /^-# (?:⚠️|⏹️|🤖)(?: |$)/u

/** `-# gpt-5 · 312 tokens · 4.2 s`: a name, and then only numbers with their units. */
const footer = /^-# \S.*?(?: · \d+(?:\.\d+)? [\p{L} ]+)+$/u

/** `-# done, 48 s <@1>`: a message of its own. */
const ended = /^-# [\p{L} ]+[,，] ?\d+ \p{L}+ <@\d+>$/u

/** What Platen has to say, as the line that stands for it. */
export function noticeLine(text: string, mark: Mark = '⚠️'): string {
  return `-# ${mark} ${text}`
}

/** Which model answered, and what it took. */
export interface Effort {
  readonly model: string
  /** Tokens of the answer, where the server counts them. */
  readonly tokens: number | undefined
  readonly ms: number
}

/** The line below an answer that says what it took. */
export function footerLine({ model, tokens, ms }: Effort, { footer }: Words): string {
  const seconds = ms / 1_000
  const parts = [
    oneLine(model),
    ...(tokens === undefined ? [] : [footer.tokens(tokens)]),
    footer.seconds(seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)),
  ]
  return `-# ${parts.join(' · ')}`
}

/** The names of models are data: nothing in them draws, breaks the line or mentions anybody. */
function oneLine(model: string): string {
  return model.replaceAll(/\s+/g, ' ').replaceAll(/[*_~`|<>@\\[\]]/g, '\\$&')
}

/** The message that tells the one who asked that a long answer has ended. */
export function endedLine(text: string, askerId: string): string {
  return `-# ${text} <@${askerId}>`
}

/** Whether a whole message only tells that an answer has ended. */
export function tellsOfEnd(text: string): boolean {
  return ended.test(text)
}

/** Takes the lines in which Platen speaks off the end of a message; nothing else changes. */
export function withoutOwnLines(text: string): string {
  const lines = text.split('\n')
  const last = lines.findLastIndex((line) => !marked.test(line) && !footer.test(line))
  return lines.slice(0, last + 1).join('\n')
}
