import { readPages } from './layout/read-pages.ts'
import { withoutNotices } from './notice.ts'
import type { Turn } from './ports.ts'
import { readQuestionPage, readQuote } from './quote.ts'

/** One Discord message of a thread, as far as the conversation needs it. */
export interface Post {
  readonly id: string
  readonly author: 'person' | 'platen'
  readonly text: string
  /** The id of the message that this one replies to. */
  readonly repliesTo?: string | undefined
  /** The id of the slash command that this message answers. */
  readonly command?: string | undefined
}

/** What one question brought into the conversation. */
interface Exchange {
  /** The id of the message or the command that asked. */
  readonly trigger: string
  /** The question where it is a message of its own; else the answer quotes it. */
  readonly question: string | undefined
  /** Where the quote shows only the beginning: the whole question, from the messages behind it. */
  readonly questionPages: string[]
  readonly answerPages: string[]
}

/**
 * Reads the conversation back from the messages of a thread, oldest first: who said what, in the
 * order in which it was asked and answered. An answer stands right behind the message that it
 * replies to, also when others wrote meanwhile; its pages are one turn; what Platen itself said
 * about failures is no turn. What was asked after `trigger`, and `trigger` itself, is left out.
 */
export function turnsBefore(posts: readonly Post[], trigger: string): readonly Turn[] {
  const exchanges: Exchange[] = []
  /** By the ids of the messages that ask and answer. */
  const known = new Map<string, Exchange>()
  let answered: Exchange | undefined
  const open = (trigger: string, question?: string): Exchange => {
    const exchange = { trigger, question, questionPages: [], answerPages: [] }
    exchanges.push(exchange)
    known.set(trigger, exchange)
    return exchange
  }
  for (const { id, author, text, command, repliesTo } of posts) {
    if (author === 'person') {
      open(id, text)
      continue
    }
    if (command !== undefined) {
      answered = open(command)
      answered.answerPages.push(text)
    } else {
      // A page that replies to nothing goes on where the last one ended.
      if (repliesTo !== undefined) answered = known.get(repliesTo) ?? open(id, '')
      addPage(answered, text)
    }
    if (answered) known.set(id, answered)
  }
  return exchanges.filter((one) => isOlder(one.trigger, trigger)).flatMap(turnsOf)
}

function addPage(answered: Exchange | undefined, text: string): void {
  if (answered === undefined) return
  const { question, questionPages, answerPages } = answered
  const [first = '', ...others] = answerPages
  // Right behind the first page, and only there: an answer may look like a part of a question.
  const mayBe = question === undefined && others.length === 0 && readQuote(first)?.isCut === true
  const part = mayBe ? readQuestionPage(text, questionPages.length + 1) : undefined
  if (part === undefined) answerPages.push(text)
  else questionPages.push(part)
}

/** Discord's ids grow with time; they are numbers too large for a JavaScript number. */
function isOlder(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length
}

function turnsOf({ question, questionPages, answerPages }: Exchange): readonly Turn[] {
  const text = readPages(answerPages)
  const quote = question === undefined ? readQuote(text) : undefined
  const asked =
    questionPages.length > 0 ? questionPages.join('') : (question ?? quote?.question ?? '')
  const said = withoutNotices(quote?.answer ?? text)
  const turns: Turn[] = []
  if (asked.trim() !== '') turns.push({ role: 'user', text: asked })
  if (said !== '') turns.push({ role: 'assistant', text: said })
  return turns
}
