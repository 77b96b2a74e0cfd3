import type { Discord, Message, MessageSnapshot } from 'discord-sandbox'
import { bare, difference, isPlain, letters, splitQuote, withoutOwnLines } from './likeness.ts'
import type { QuestionPlan } from './plan.ts'
import type { World } from './world.ts'

/** A question that was asked, and what is to be found of its answer. */
export interface Answer {
  readonly question: QuestionPlan
  /** The id of what asked. */
  readonly trigger: string
  readonly askerId: string
  /** Somebody pressed Stop, or deleted the question. */
  isTakenBack?: boolean
}

/**
 * The law: one answer to each question, the model's text in it, whole or with a clear end, and
 * nothing left over. `written` is all that the bot wrote, looked at as Discord stored it.
 */
export function* judge(
  answers: readonly Answer[],
  written: readonly Message[],
  { discord, joined }: Pick<World, 'discord' | 'joined'>,
): Generator<string> {
  const sorted = [...written].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
  const { pages, questions, strays, words } = sort(answers, sorted, joined)
  for (const stray of strays) yield `nobody asked for this: ${stray.content.slice(0, 80)}`
  for (const message of written) yield* judgeStates(message, discord.states(message.id))
  for (const answer of answers) {
    const own = pages.get(answer) ?? []
    if (joined.has(answer.trigger)) {
      yield* judgeJoined(answer, own, answers, joined)
      continue
    }
    for (const problem of judgeAnswer(answer, own, discord)) {
      yield `${answer.question.name}: ${problem}`
    }
  }
  yield* judgeQuestions(answers, questions, discord)
  yield* judgeWords(answers, words, discord)
}

/** Says which message belongs to which answer, by what everybody can see of it. */
function sort(
  answers: readonly Answer[],
  written: readonly Message[],
  joined: ReadonlyMap<string, string>,
) {
  const pages = new Map<Answer, Message[]>()
  const questions: Message[] = []
  const strays: Message[] = []
  const words: Message[] = []
  let last: Answer | undefined
  for (const message of written) {
    if (questionMark.test(message.content)) {
      questions.push(message)
      continue
    }
    if (lastWord.test(message.content)) {
      words.push(message)
      continue
    }
    const begun = answers.find((answer) =>
      begins(message, answer, { joined, hasBegun: pages.has(answer) }),
    )
    last = begun ?? last
    if (last === undefined) strays.push(message)
    else pages.set(last, [...(pages.get(last) ?? []), message])
  }
  return { pages, questions, strays, words }
}

const questionMark = /^-# ❓ \d+\/\d+\n/

/** Tells who asked that a long answer has ended. */
const lastWord = /^-# (?:done|ended early), \d+ s <@(\d+)>$/

/** Whether a message is the first page of an answer; any other goes on with the one before it. */
function begins(
  { interactionId, referenceId, content }: Message,
  { trigger, question, isTakenBack }: Answer,
  {
    joined,
    hasBegun,
  }: { readonly joined: ReadonlyMap<string, string>; readonly hasBegun: boolean },
): boolean {
  const asked = interactionId ?? referenceId
  // Where something shows already when a further message comes, the answer goes on there.
  if (asked !== undefined) return (joined.get(asked) ?? asked) === trigger
  // A reply to a message that is gone is no reply any more.
  if (!isTakenBack || question.way === 'command' || hasBegun) return false
  return content.startsWith(`answer${question.name}`) || withoutOwnLines(content).body === ''
}

function* judgeStates(
  { content, components, interactionId }: Message,
  states: readonly MessageSnapshot[],
): Generator<string> {
  for (const state of states) {
    if (state.content.length > 2_000) yield `a page had ${state.content.length} units`
    if (state.deleted) yield 'a page was deleted'
  }
  if (content === '') yield `a page is empty${interactionId ? ', people see "is thinking…"' : ''}`
  if (hasStop(components)) yield 'a button to stop was left'
}

function hasStop(components: Message['components']): boolean {
  return JSON.stringify(components).includes('"stop:')
}

/** Messages that come while an answer waits or has no words yet are answered by one answer. */
function* judgeJoined(
  { trigger, question }: Answer,
  pages: readonly Message[],
  answers: readonly Answer[],
  joined: ReadonlyMap<string, string>,
): Generator<string> {
  const by = answers.find((answer) => answer.trigger === joined.get(trigger))
  if (by === undefined || question.way === 'command' || by.question.way === 'command') {
    yield `${question.name}: answered together with what is no message`
  }
  if (pages.length > 0) yield `${question.name}: answered together with another, and alone`
}

function* judgeAnswer(
  { question, isTakenBack = false }: Answer,
  pages: readonly Message[],
  discord: Discord,
): Generator<string> {
  const { way, performance } = question
  const [only] = pages
  if (only === undefined) {
    if (!isTakenBack || way === 'command') yield 'there is no answer'
    return
  }
  const all = pages.map(({ content }) => content)
  const { body: shown, end } = withoutOwnLines(all.join('\n'))
  const { quote, rest } = way === 'command' ? splitQuote(shown) : { quote: '', rest: shown }
  if (way === 'command' && !isQuoteOf(quote, question)) {
    yield `the question does not stand above: ${shown.slice(0, 80)}`
  }
  const isStopped = end.includes('⏹️')
  const hasMark = isStopped || end.includes('⚠️')
  if (isTakenBack && isStopped) {
    if (!letters(performance.text).startsWith(letters(rest))) {
      yield `shown is something else than the beginning: ${difference(performance.text, rest)}`
    }
  } else {
    if (isStopped) yield 'it was stopped, and nobody asked for it'
    if (hasMark === performance.isWhole) yield `an end mark is ${hasMark ? 'there' : 'missing'}`
    if (letters(rest) !== letters(performance.text)) {
      yield `shown is something else than was said: ${difference(performance.text, rest)}`
    } else if (performance.isWhole && isPlain(performance.text)) {
      if (bare(rest) !== bare(performance.text)) yield `a sign was lost: …${rest.slice(-60)}`
    }
  }
  if (pages.length === 1) yield* judgeGrowth(discord.states(only.id), way)
}

function isQuoteOf(quote: string, { text, isLong }: QuestionPlan): boolean {
  if (!isLong) return letters(quote) === letters(text)
  return quote !== '' && letters(text).startsWith(letters(quote))
}

/** Where there is one page, each of its states holds all of the one before. */
function* judgeGrowth(
  states: readonly MessageSnapshot[],
  way: QuestionPlan['way'],
): Generator<string> {
  let before = ''
  for (const { content } of states) {
    const { body } = withoutOwnLines(content)
    const now = letters(way === 'command' ? splitQuote(body).rest : body)
    if (!now.startsWith(before)) yield `an older text came after a newer one: ${content.slice(-60)}`
    before = now
  }
}

/** A question that is too long to quote stands whole in the thread, once. */
function* judgeQuestions(
  answers: readonly Answer[],
  pages: readonly Message[],
  discord: Discord,
): Generator<string> {
  // An answer without words has no thread, and the conversation ends with it.
  const first = discord.interaction(answers[0]?.trigger ?? '')?.responseMessageId
  const hasThread = discord.thread(first ?? '') !== undefined
  let left = pages.map(({ content }) => bare(content.replace(questionMark, '')))
  for (const { question } of answers) {
    if (!question.isLong || !hasThread) continue
    // Those of two questions may stand among each other.
    let missing = bare(question.text)
    left = left.filter((text) => {
      const isNext = missing.startsWith(text)
      if (isNext) missing = missing.slice(text.length)
      return !isNext
    })
    if (missing !== '') yield `of a long question is missing in the thread: ${missing.slice(0, 80)}`
  }
  for (const text of left) yield `this is no part of a long question: ${text.slice(0, 80)}`
}

/** At most one word to each asker for each answer, who is pinged by it and alone. */
function* judgeWords(
  answers: readonly Answer[],
  words: readonly Message[],
  discord: Discord,
): Generator<string> {
  for (const word of words) {
    const [, named] = lastWord.exec(word.content) ?? []
    const askedBy = answers.filter(({ askerId }) => askerId === named)
    if (askedBy.length === 0) yield `somebody was told who did not ask: ${word.content}`
    const toSame = words.filter(({ content }) => lastWord.exec(content)?.[1] === named)
    if (toSame.length > askedBy.length) yield `told too often: ${word.content}`
    const forSame = words.filter(({ referenceId }) => referenceId === word.referenceId)
    if (word.referenceId !== undefined && forSame.length > 1) yield `told twice: ${word.content}`
    const pinged = discord.pings.filter(({ messageId }) => messageId === word.id)
    const whom = pinged.flatMap(({ userIds, roleIds, everyone }) => [
      ...userIds,
      ...roleIds,
      everyone,
    ])
    if (String(whom) !== `${named},false`) yield `the word that it is done pinged ${whom}`
  }
}

/** Whether a message may ping somebody; whom, the law says. */
export function mayPing(content: string): boolean {
  return lastWord.test(content)
}
