import { footerLine, noticeLine } from '../conversation/status-lines.ts'
import type { Layout } from '../layout/layout.ts'
import type { Control, Page } from '../ports.ts'
import type { Words } from '../texts.ts'
import type { Ending } from './ending.ts'
import type { LastFrame } from './frames.ts'
import type { Question } from './question.ts'

/** What can be done with every answer that has ended. */
export const controlsAtEnd: readonly Control[] = ['retry', 'delete']
const controlsToGoOn: readonly Control[] = ['retry', 'continue', 'delete']

/** An answer on more pages than these comes as a file, too. */
const manyPages = 5

/** The pages of an answer that is being typed: the one that grows can be stopped. */
export function growingPages(texts: readonly string[]): readonly Page[] {
  return pagesWith(texts, ['stop'], true)
}

/** Pages of which the last one has buttons. */
export function pagesWith(
  texts: readonly string[],
  controls: readonly Control[],
  isAnswer: boolean,
): readonly Page[] {
  return texts.map((text, index) => {
    return { text, controls: index === texts.length - 1 ? controls : [], isAnswer }
  })
}

/** What is known when an answer ends. */
interface End extends LastFrame {
  readonly totalMs: number
  readonly showsFooter: boolean
}

/** The whole answer, and below it in small print what Platen has to say about it. */
export function lastPages(
  layout: Layout,
  end: End,
  question: Pick<Question, 'begun' | 'isFirst' | 'isPinned' | 'notes' | 'isDetached' | 'words'>,
): readonly Page[] {
  const { text, ending } = end
  const { begun, notes, isDetached, words } = question
  const said = layout.withoutReasoning(text)
  const isAnswer = said.trim() !== ''
  // A model that only reasoned has said nothing that people can see.
  const isEmpty = !isAnswer && ending.kind === 'finished'
  const notice = isEmpty ? noticeLine(words.empty) : noticeOf(ending, words)
  const small = isAnswer ? imprint(end, question) : []
  const tail = [...(notice === undefined ? [] : [notice]), ...notes, ...small]
  const isTooLong = ending.kind === 'cut-short' && ending.reason === 'length'
  const goesOn = isAnswer && (isTooLong || (begun !== '' && ending.kind !== 'finished'))
  const texts = layout.finish(text, tail.join('\n'), { isCutOff: goesOn })
  const atEnd = goesOn && !isDetached ? controlsToGoOn : controlsAtEnd
  const controls = isDetached && texts.length > 1 ? [] : atEnd
  const pages = pagesWith(texts, controls, isAnswer)
  // What was gone on with is more than this text.
  if (pages.length <= manyPages || begun !== '') return pages
  return pages.map((page, index) =>
    index === pages.length - 1 ? { ...page, wholeText: said } : page,
  )
}

/** Which model wrote it and what it took; and, once in a conversation, that it was a model. */
function imprint(
  { model, usage, totalMs, showsFooter }: End,
  { isFirst, isPinned, words }: Pick<Question, 'isFirst' | 'isPinned' | 'words'>,
): readonly string[] {
  const effort = { model: model ?? '', tokens: usage?.completionTokens, ms: totalMs, isPinned }
  return [
    ...(showsFooter && model !== undefined ? [footerLine(effort, words)] : []),
    ...(isFirst ? [noticeLine(words.byAi, 'ai')] : []),
  ]
}

function noticeOf(ending: Ending, words: Words): string | undefined {
  switch (ending.kind) {
    case 'finished':
    case 'superseded':
      return undefined
    case 'stopped':
      return noticeLine(words.stopped, 'stopped')
    case 'refused':
      return noticeLine(words.refused)
    case 'cut-short':
      return noticeLine(words.cutShort[ending.reason])
    case 'empty':
      return noticeLine(words.empty)
    case 'interrupted':
      return noticeLine(words.interrupted)
    case 'failed':
      return noticeLine(words.failed[ending.failure])
    case 'gone':
      return ending.why === 'deleted' ? undefined : noticeLine(words.gone[ending.why])
  }
}
