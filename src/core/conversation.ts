import { readPages } from './layout/read-pages.ts'
import { tellsOfEnd, withoutOwnLines } from './own-lines.ts'
import type { Turn } from './ports.ts'
import { readLink, readQuestionPage, readQuote } from './quote.ts'

/** One Discord message of a thread, as far as the conversation needs it. */
export interface Post {
  readonly id: string
  readonly channelId: string
  readonly author: 'person' | 'platen'
  readonly text: string
  /** The id of the message that this one replies to. */
  readonly repliesTo?: string | undefined
  /** The id of the slash command that this message answers. */
  readonly command?: string | undefined
  /** Whether it has the buttons of an answer that has ended: no page of that follows. */
  readonly isEnd?: boolean
}

/** What one question brought into the conversation. */
export interface Exchange {
  /** The id of the message or the command that asked. */
  readonly trigger: string
  /** The question where it is a message of its own; else the answer quotes it. */
  readonly question: string | undefined
  /** Where the quote shows only the beginning: the whole question, from the messages behind it. */
  readonly questionPages: readonly string[]
  /** The answer, and what it became when somebody wanted another one: the pages of each. */
  readonly versions: readonly (readonly Post[])[]
  /** The messages that only told of an end. */
  readonly asides: readonly Post[]
}

/** An exchange whose question is gone, of which only pages of the answer are left. */
export function isOrphan({ trigger, versions }: Exchange): boolean {
  return versions[0]?.[0]?.id === trigger
}

/**
 * Reads from the messages of a thread, oldest first, what was asked and how it was answered, in the
 * order in which it was asked. An answer belongs to the message that it replies to, also when others
 * wrote meanwhile.
 */
export function exchangesIn(posts: readonly Post[]): readonly Exchange[] {
  const exchanges: Open[] = []
  /** By the ids of the messages that ask and answer. */
  const known = new Map<string, Open>()
  let answered: Open | undefined
  let isEnded = false
  const open = (trigger: string, question?: string): Open => {
    const exchange = { trigger, question, questionPages: [], versions: [], asides: [] }
    exchanges.push(exchange)
    known.set(trigger, exchange)
    return exchange
  }
  for (const post of posts) {
    const { id, author, text, command, repliesTo } = post
    if (author === 'person') {
      open(id, text)
      continue
    }
    if (tellsOfEnd(text)) {
      answered?.asides.push(post)
      continue
    }
    const link = readLink(text)
    if (link !== undefined || command !== undefined) {
      // What asked is found by the message that is linked; where that is gone, nothing is known.
      answered = command === undefined ? known.get(link?.messageId ?? '') : open(command)
      answered ??= open(id, '')
      if (link?.how === 'on') addPage(answered, post)
      else answered.versions.push([post])
    } else if (repliesTo !== undefined) {
      answered = known.get(repliesTo) ?? open(id, '')
      addPage(answered, post)
    } else {
      const part = answered && partOf(answered, text)
      if (part !== undefined) {
        answered?.questionPages.push(part)
        continue
      }
      // A page that replies to nothing goes on where the last one ended, unless that was an end: then
      // its own first page was deleted.
      if (isEnded || answered === undefined) answered = open(id, '')
      addPage(answered, post)
    }
    isEnded = post.isEnd === true
    known.set(id, answered)
  }
  return exchanges
}

/** An exchange that is still being read. */
interface Open extends Exchange {
  readonly questionPages: string[]
  readonly versions: Post[][]
  readonly asides: Post[]
}

function addPage({ versions }: Open, post: Post): void {
  const pages = versions.at(-1)
  if (pages) pages.push(post)
  else versions.push([post])
}

/** The next part of a question that is too long to quote, if a text is that. */
function partOf({ question, questionPages, versions }: Open, text: string): string | undefined {
  const pages = versions.at(-1) ?? []
  // Right behind the first page, and only there: an answer may look like a part of a question.
  const mayBe = question === undefined && versions.length === 1 && pages.length === 1
  const isCut = mayBe && readQuote(pages[0]?.text ?? '')?.isCut === true
  return isCut ? readQuestionPage(text, questionPages.length + 1) : undefined
}

/**
 * The conversation up to a question, oldest first: who said what, in the order in which it was asked
 * and answered. The pages of an answer are one turn; what Platen itself said about failures is no
 * turn. What was asked after `trigger`, and `trigger` itself, is left out.
 */
export function turnsBefore(exchanges: readonly Exchange[], trigger: string): readonly Turn[] {
  return exchanges.filter((one) => isOlder(one.trigger, trigger)).flatMap(turnsOf)
}

/** Discord's ids grow with time; they are numbers too large for a JavaScript number. */
function isOlder(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length
}

/** A question and the newest answer to it, as turns; what there is none of, is left out. */
export function turnsOf(exchange: Exchange): readonly Turn[] {
  const asked = questionIn(exchange).text
  const said = answerIn(exchange)
  const turns: Turn[] = []
  if (asked.trim() !== '') turns.push({ role: 'user', text: asked })
  if (said !== '') turns.push({ role: 'assistant', text: said })
  return turns
}

/** What was asked. `isWhole` is false where only its beginning can be read any more. */
export function questionIn(exchange: Exchange): {
  readonly text: string
  readonly isWhole: boolean
} {
  const { question, questionPages, versions } = exchange
  if (question !== undefined) return { text: question, isWhole: true }
  if (questionPages.length > 0) return { text: questionPages.join(''), isWhole: true }
  const quote = readQuote(textOf(versions[0] ?? []))
  return { text: quote?.question ?? '', isWhole: quote?.isCut === false }
}

/** Takes what stands above an answer, the quoted question or a link, off the text of its pages. */
export function splitHead(
  { question }: Exchange,
  text: string,
): { readonly head: string; readonly body: string } {
  const isHead = readLink(text) ?? (question === undefined ? readQuote(text) : undefined)
  const head = isHead ? (text.split('\n\n', 1)[0] ?? '') : ''
  return { head, body: head === '' ? text : text.slice(head.length).replace(/^\n\n/, '') }
}

/** The newest answer, as the model wrote it. */
function answerIn(exchange: Exchange): string {
  const { body } = splitHead(exchange, textOf(exchange.versions.at(-1) ?? []))
  // An answer that broke off in code has a mark at its end.
  return body.replace(/\u2060+$/, '').trim()
}

/** Above a page that goes on elsewhere. */
const onLine = /^-# ⏩ \S+\n\n/u

/** What the pages of an answer hold together, without what Platen says below it. */
function textOf(pages: readonly Post[]): string {
  const bare = pages.map(({ text }) => withoutOwnLines(text.replace(onLine, '')).trimEnd())
  // Where an answer went on in a further message, that is a page break like any other.
  return readPages(
    bare.map((text, index) => (bare[index + 1] ? text.replace(/\u2060{2}$/, '') : text)),
  )
}
