import { conflate } from '../conflate.ts'
import { modelTextOf } from '../conversation/exchange.ts'
import { escapeName, statusLine } from '../conversation/status-lines.ts'
import { Layout } from '../layout/layout.ts'
import type { Clock, GoneReason, Model, Page, Reply } from '../ports.ts'
import type { EditPacer } from '../rate-limit/edit-pacer.ts'
import type { Texts } from '../texts.ts'
import { finalPages, growingPages, pagesWithButtons } from './answer-pages.ts'
import { Continuation } from './continuation.ts'
import { type AnswerOutcome, EndedAs, type Ending } from './ending.ts'
import { frames } from './frames.ts'
import { type ModelTimeouts, withIdleTimeout } from './idle-timeout.ts'
import { Fallback } from './model-fallback.ts'
import type { Question } from './question.ts'
import { ThinkingNotice } from './thinking-notice.ts'
import { type ShowResult, Typewriter } from './typewriter.ts'

/** What every answer needs and none owns. */
export interface AnswerServices {
  readonly model: Model
  readonly timeouts: ModelTimeouts
  readonly pacer: EditPacer
  readonly clock: Clock
  /** Whether a line below each answer says what it took. */
  readonly showsFooter: boolean
}

/**
 * Answers one question: the model is read as fast as it writes, and `reply` shows the newest frame
 * as often as the pace allows, the last one for certain. Aborting `signal` ends the answer as its
 * reason says (see `EndedAs`), and that shows, too. Never rejects for what the model or Discord do.
 */
export async function answer(
  question: Question,
  reply: Reply,
  { model: usual, timeouts, pacer, clock, showsFooter }: AnswerServices,
  signal: AbortSignal,
): Promise<AnswerOutcome> {
  const { prompt, header, textSoFar, texts } = question
  const startMs = clock.now()
  const typewriter = new Typewriter(reply, pacer, clock)
  const layout = new Layout(header)
  const continuation = new Continuation(textSoFar)
  const gone = new AbortController()
  const until = AbortSignal.any([signal, gone.signal])
  const model = new Fallback(usual)
  const request = { messages: prompt, model: question.model }
  const events = withIdleTimeout(model, request, { timeouts, clock, signal: until })
  const typing = conflate(frames(events, until), clock)
  const thinking = new ThinkingNotice(typewriter, { header, texts, clock })
  let firstWordsMs: number | undefined

  await typing.firstValue
  await typewriter.nextSlot([], typing)
  for await (const frame of typing) {
    const text = continuation.join(frame.text, frame.ending !== undefined)
    if (frame.ending === undefined) {
      const pages = growingPages(layout.grow(text))
      if (pages.length > 0) await thinking.end()
      const showing = await typewriter.show(pages)
      if (typewriter.started) firstWordsMs ??= clock.now() - startMs
      // Nobody will see the rest: the model need not write it.
      if (showing.kind === 'gone') gone.abort(new EndedAs({ kind: 'gone', why: showing.why }))
      else await typewriter.nextSlot(pages, typing)
      // The model may pause now, for longer than anybody should wait for words that are there.
      if (showing.kind === 'more' || showing.kind === 'later') typing.repeat()
      continue
    }
    const end = { ...frame, text, totalMs: clock.now() - startMs, showsFooter }
    const pages = finalPages(layout, end, model.isUsed ? fallenBack(question) : question)
    await thinking.end()
    const showing = await showLast(pages, frame.ending, typewriter)
    if (typewriter.started) firstWordsMs ??= clock.now() - startMs
    const isGone = showing.kind === 'gone'
    return {
      ending: isGone ? { kind: 'gone', why: showing.why } : frame.ending,
      unshownReason: showing.kind === 'shown' ? undefined : showing.reason,
      undeliveredNotice: isGone
        ? await lastResort(showing.why, { ending: frame.ending, typewriter, texts })
        : undefined,
      characters: frame.text.length,
      text: layout.withoutReasoning(text),
      shown: modelTextOf(
        pages.map(({ text }) => text),
        header.startsWith('>'),
      ),
      pages: pages.length,
      firstWordsMs,
      totalMs: clock.now() - startMs,
      model: frame.model,
      usage: frame.usage,
    }
  }
  throw new Error('The frames ended without a last one')
}

/** Shows the last frame, unless nobody wants to see it. */
async function showLast(
  pages: readonly Page[],
  ending: Ending,
  typewriter: Typewriter,
): Promise<ShowResult> {
  if (ending.kind === 'superseded') return { kind: 'shown' }
  if (ending.kind === 'gone' && ending.why === 'deleted') typewriter.stopSending()
  return typewriter.finish(pages)
}

/** What is said where the usual model had to answer in place of the one that was chosen. */
function fallenBack(question: Question): Question {
  const { model = '', notes, texts } = question
  const note = statusLine(texts.unpinned(escapeName(model)), 'unpinned')
  return { ...question, isPinned: false, notes: [...notes, note] }
}

/** Says where it still can why Discord shows no more; gives what could not be said there. */
async function lastResort(
  why: GoneReason,
  {
    ending,
    typewriter,
    texts,
  }: { readonly ending: Ending; readonly typewriter: Typewriter; readonly texts: Texts },
): Promise<string | undefined> {
  if (why === 'deleted') {
    // Who deletes an answer wants no more of it; but what shows of it shall have an end.
    const deleted = ending.kind === 'gone' ? ending.page : undefined
    const isPart = deleted !== undefined && deleted < typewriter.pages - 1
    if (isPart) await typewriter.endEarly(statusLine(texts.stopped, 'stopped'))
    return undefined
  }
  const notice = texts.gone[why]
  return (await typewriter.endEarly(statusLine(notice))) ? undefined : notice
}

/**
 * Shows a notice below a text that shows already, or in place of an answer where there is none; then
 * `head` stands above it.
 */
export async function showNotice(
  {
    notice,
    header = '',
    below = '',
    controls = [],
  }: { notice: string; header?: string; below?: string; controls?: Page['buttons'] },
  reply: Reply,
  { pacer, clock }: Pick<AnswerServices, 'pacer' | 'clock'>,
): Promise<ShowResult> {
  const texts = new Layout(header).finish(below, statusLine(notice))
  const pages = pagesWithButtons(texts, controls, below !== '')
  return new Typewriter(reply, pacer, clock).finish(pages)
}
