import { joinPages } from '../layout/join-pages.ts'
import { isOlder } from '../snowflake.ts'
import { type AnswerHeader, parseHeader } from './answer-header.ts'
import type { ConversationMessage } from './message.ts'
import { readQuestionPage, readQuote } from './question-quote.ts'
import { isEndNotice, withoutStatusLines } from './status-lines.ts'

/** An id that is older than all others. */
const beforeAll = '0'

/** One question with its answers. */
export interface Exchange {
  /**
   * The id of the message or the command that asked. Of an orphan, an answer whose question cannot be
   * read: the message to which it refers, else its own first one, or '0'.
   */
  readonly trigger: string
  readonly isOrphan: boolean
  /** The question where it is a message of its own; else the answer quotes it. */
  readonly question: ConversationMessage | undefined
  /** The messages with the whole question, where the quote shows only its beginning. */
  readonly questionPages: readonly ConversationMessage[]
  /** The answer, and what it became when somebody wanted another one: the pages of each. */
  readonly versions: readonly (readonly ConversationMessage[])[]
  /** The messages that only told of an end. */
  readonly endNotices: readonly ConversationMessage[]
}

/**
 * Reads from the messages of a conversation, oldest first, what was asked and how it was answered, in
 * the order in which it was asked. An answer belongs to the message that it replies to, also when
 * others wrote meanwhile.
 */
export function parseExchanges(messages: readonly ConversationMessage[]): readonly Exchange[] {
  const reading = new ExchangeParser()
  for (const message of messages) reading.read(message)
  return reading.exchanges.sort(byTrigger)
}

function byTrigger(one: Exchange, other: Exchange): number {
  return isOlder(one.trigger, other.trigger) ? -1 : 1
}

class ExchangeParser {
  readonly exchanges: OpenExchange[] = []
  /** By the ids of the messages that ask and answer. */
  readonly #known = new Map<string, OpenExchange>()
  /** The one that was answered last. */
  #answered: OpenExchange | undefined
  /** Those of which more pages may come. */
  #unended: readonly OpenExchange[] = []

  read(message: ConversationMessage): void {
    if (message.author === 'person') {
      this.#open(message.id, message)
    } else if (isEndNotice(message.text)) {
      this.#answered?.endNotices.push(message)
    } else if (!this.#readQuestionPage(message)) {
      const exchange = this.#exchangeOf(message)
      const isGoingOn = headerOf(message).link?.how !== 'again' && message.commandId === undefined
      if (isGoingOn) addPage(exchange, message)
      else exchange.versions.push([message])
      this.#answered = exchange
      this.#known.set(message.id, exchange)
      const others = this.#unended.filter((one) => one !== exchange)
      this.#unended = message.hasEndButtons ? others : [...others, exchange].sort(byTrigger)
    }
  }

  #open(trigger: string, question?: ConversationMessage, isOrphan = false): OpenExchange {
    const exchange = {
      trigger,
      isOrphan,
      question,
      questionPages: [],
      versions: [],
      endNotices: [],
    }
    this.exchanges.push(exchange)
    this.#known.set(trigger, exchange)
    return exchange
  }

  /** The trigger that an answer belongs to. An answer without a readable one is an orphan. */
  #exchangeOf(message: ConversationMessage): OpenExchange {
    const { id, commandId, replyToId } = message
    // The answer to a command has its message before its turn comes.
    if (commandId !== undefined) return this.#open(commandId)
    const target = headerOf(message).link?.messageId ?? replyToId
    if (target !== undefined) {
      const exchange = this.#known.get(target) ?? this.#open(target, undefined, true)
      // Answers are typed one after the other: those before it have ended, whatever became of them.
      this.#unended = this.#unended.filter((one) => !isOlder(one.trigger, exchange.trigger))
      return exchange
    }
    // A page that replies to nothing goes on with the first answer that has not ended. Where all have,
    // its own first page was deleted; where none was read, it is older than everything that was.
    const [unended] = this.#unended
    return unended ?? this.#open(this.#answered ? id : beforeAll, undefined, true)
  }

  /** Takes the next part of a question that is too long to quote, if the message is one. */
  #readQuestionPage(message: ConversationMessage): boolean {
    if (message.replyToId !== undefined || message.commandId !== undefined) return false
    const asked = [...this.#unended, this.#answered].find((one) => one && isPartOf(one, message))
    asked?.questionPages.push(message)
    return asked !== undefined
  }
}

/** An exchange that is still being read. */
interface OpenExchange extends Exchange {
  readonly questionPages: ConversationMessage[]
  readonly versions: ConversationMessage[][]
  readonly endNotices: ConversationMessage[]
}

function addPage({ versions }: OpenExchange, message: ConversationMessage): void {
  const pages = versions.at(-1)
  if (pages) pages.push(message)
  else versions.push([message])
}

/** Whether a message is the next part of a question that is too long to quote. */
function isPartOf(
  { question, questionPages, versions }: OpenExchange,
  { text }: ConversationMessage,
): boolean {
  const pages = versions.at(-1) ?? []
  const [first] = pages
  // Right behind the first page, and only there: an answer may look like a part of a question.
  const mayBe = question === undefined && versions.length === 1 && pages.length === 1
  if (!mayBe || first === undefined || !readQuote(headerOf(first).quote).isCut) return false
  return readQuestionPage(text, questionPages.length + 1) !== undefined
}

/** The header on the first page of an answer. */
export function headerOf({ text, commandId }: ConversationMessage): AnswerHeader {
  return parseHeader(text, commandId !== undefined).header
}

/**
 * What was asked, as a message of who asked, also where it was a command. `isWhole` is false where only
 * its beginning can be read any more; `undefined`: nothing of it can.
 */
export function questionIn({
  trigger,
  question,
  questionPages,
  versions,
}: Exchange): { readonly message: ConversationMessage; readonly isWhole: boolean } | undefined {
  if (question !== undefined) return { message: question, isWhole: true }
  const [[first] = []] = versions
  if (first?.commandId === undefined) return undefined
  const quote = readQuote(headerIn(versions[0] ?? []).quote)
  const parts = questionPages.map(({ text }, index) => readQuestionPage(text, index + 1))
  return {
    message: {
      ...{ id: trigger, channelId: first.channelId, author: 'person', editedAt: '', parts: [] },
      speaker: first.speaker,
      text: parts.length > 0 ? parts.join('') : quote.question,
      about: first.about,
    },
    isWhole: parts.length > 0 || !quote.isCut,
  }
}

/** The newest answer, as the model wrote it; '' where there is none. */
export function answerIn({ versions }: Exchange): string {
  const pages = versions.at(-1) ?? []
  const shown = modelTextIn(pages)
  const original = pages[0]?.original
  // Whoever has edited the messages since then, counts.
  return original?.shown === shown ? original.text : shown
}

/** The model's text on the pages of an answer. */
export function modelTextIn(pages: readonly ConversationMessage[]): string {
  return modelTextOf(
    pages.map(({ text }) => text),
    pages[0]?.commandId !== undefined,
  )
}

/** The same from their texts. `mayQuote`: whether it answers a command, and the question may be quoted. */
export function modelTextOf(texts: readonly string[], mayQuote: boolean): string {
  const { body } = parseHeader(joined(texts), mayQuote)
  // An answer that broke off in code has a mark at its end.
  return body.replace(/\u2060+$/, '').trim()
}

/** The header of an answer; a long quote fills more than one page. */
export function headerIn(pages: readonly ConversationMessage[]): AnswerHeader {
  const texts = pages.map(({ text }) => text)
  return parseHeader(joined(texts), pages[0]?.commandId !== undefined).header
}

/** Above a page that goes on elsewhere. */
const onLine = /^-# ⏩ \S+\n\n/u

/** The joined text of an answer's pages, without Platen's lines below it. */
function joined(texts: readonly string[]): string {
  const bare = texts.map((text) => withoutStatusLines(text.replace(onLine, '')).trimEnd())
  // Where an answer went on in a further message, that is a page break like any other.
  return joinPages(
    bare.map((text, index) => (bare[index + 1] ? text.replace(/\u2060{2}$/, '') : text)),
  )
}

/** All messages of an exchange. */
export function messagesIn({
  question,
  questionPages,
  versions,
  endNotices,
}: Exchange): readonly ConversationMessage[] {
  const asked = question === undefined ? [] : [question]
  return [...asked, ...versions.flat(), ...questionPages, ...endNotices]
}
