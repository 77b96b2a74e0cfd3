import { footerLine, statusLine } from '../conversation/status-lines.ts'
import type { Layout } from '../layout/layout.ts'
import type { ButtonKind, Page } from '../reply.ts'
import type { Texts } from '../texts.ts'
import type { Ending } from './ending.ts'
import type { FinalFrame } from './frames.ts'
import type { Question } from './question.ts'

/** The buttons below every answer that has ended. */
export const buttonsAtEnd: readonly ButtonKind[] = ['retry', 'delete']
const buttonsToContinue: readonly ButtonKind[] = ['retry', 'continue', 'delete']

/** An answer on more pages than these comes as a file, too. */
const manyPages = 5

/** The pages of an answer that is being typed: the one that grows can be stopped. */
export function growingPages(texts: readonly string[]): readonly Page[] {
  return pagesWithButtons(texts, ['stop'], true)
}

/** Pages of which the last one has buttons. */
export function pagesWithButtons(
  texts: readonly string[],
  buttons: readonly ButtonKind[],
  isAnswer: boolean,
): readonly Page[] {
  return texts.map((text, index) => {
    return { text, buttons: index === texts.length - 1 ? buttons : [], isAnswer }
  })
}

/** The facts about an answer at its end. */
interface End extends FinalFrame {
  readonly totalMs: number
  readonly showsFooter: boolean
}

/** The whole answer, and below it in small print what Platen has to say about it. */
export function finalPages(
  layout: Layout,
  end: End,
  question: Pick<Question, 'textSoFar' | 'isFirst' | 'isPinned' | 'notes' | 'isDetached' | 'texts'>,
): readonly Page[] {
  const { text, ending } = end
  const { textSoFar, notes, isDetached, texts } = question
  const said = layout.withoutReasoning(text)
  const isAnswer = said.trim() !== ''
  // A model that only reasoned has said nothing that people can see.
  const isEmpty = !isAnswer && ending.kind === 'finished'
  const notice = isEmpty ? statusLine(texts.empty) : noticeOf(ending, texts)
  const small = isAnswer ? footerLines(end, question) : []
  const tail = [...(notice === undefined ? [] : [notice]), ...notes, ...small]
  const isTooLong = ending.kind === 'cut-short' && ending.reason === 'length'
  const goesOn = isAnswer && (isTooLong || (textSoFar !== '' && ending.kind !== 'finished'))
  const laidOut = layout.finish(text, tail.join('\n'), { isCutOff: goesOn })
  const atEnd = goesOn && !isDetached ? buttonsToContinue : buttonsAtEnd
  const buttons = isDetached && laidOut.length > 1 ? [] : atEnd
  const pages = pagesWithButtons(laidOut, buttons, isAnswer)
  // What was gone on with is more than this text.
  if (pages.length <= manyPages || textSoFar !== '') return pages
  return pages.map((page, index) =>
    index === pages.length - 1 ? { ...page, wholeText: said } : page,
  )
}

/** Which model wrote it and what it took; and, once in a conversation, that it was a model. */
function footerLines(
  { model, usage, totalMs, showsFooter }: End,
  { isFirst, isPinned, texts }: Pick<Question, 'isFirst' | 'isPinned' | 'texts'>,
): readonly string[] {
  const effort = { model: model ?? '', tokens: usage?.completionTokens, ms: totalMs, isPinned }
  return [
    ...(showsFooter && model !== undefined ? [footerLine(effort, texts)] : []),
    ...(isFirst ? [statusLine(texts.byAi, 'ai')] : []),
  ]
}

function noticeOf(ending: Ending, texts: Texts): string | undefined {
  switch (ending.kind) {
    case 'finished':
    case 'superseded':
      return undefined
    case 'stopped':
      return statusLine(texts.stopped, 'stopped')
    case 'refused':
      return statusLine(texts.refused)
    case 'cut-short':
      return statusLine(texts.cutShort[ending.reason])
    case 'empty':
      return statusLine(texts.empty)
    case 'interrupted':
      return statusLine(texts.interrupted)
    case 'failed':
      return statusLine(texts.failed[ending.failure])
    case 'gone':
      return ending.why === 'deleted' ? undefined : statusLine(texts.gone[ending.why])
  }
}
