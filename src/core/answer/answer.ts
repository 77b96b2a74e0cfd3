import { newest } from '../conflate.ts'
import { spoken } from '../conversation/exchange.ts'
import { noticeLine, showName } from '../conversation/status-lines.ts'
import { Layout } from '../layout/layout.ts'
import type { Clock, GoneKind, Model, Page, Reply } from '../ports.ts'
import type { Pace } from '../rate-limit/edit-pacer.ts'
import type { Words } from '../texts.ts'
import { growingPages, lastPages, pagesWith } from './answer-pages.ts'
import { Seam } from './continuation.ts'
import { type Answered, EndedAs, type Ending } from './ending.ts'
import { frames } from './frames.ts'
import { type Patience, watched } from './idle-timeout.ts'
import { Fallback } from './model-fallback.ts'
import type { Question } from './question.ts'
import { ThinkingLine } from './thinking-notice.ts'
import { type Showing, Typewriter } from './typewriter.ts'

/** What every answer needs and none owns. */
export interface Press {
  readonly model: Model
  readonly patience: Patience
  readonly pace: Pace
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
  { model: usual, patience, pace, clock, showsFooter }: Press,
  signal: AbortSignal,
): Promise<Answered> {
  const { transcript, head, begun, words } = question
  const startMs = clock.now()
  const typewriter = new Typewriter(reply, pace, clock)
  const layout = new Layout(head)
  const seam = new Seam(begun)
  const gone = new AbortController()
  const until = AbortSignal.any([signal, gone.signal])
  const model = new Fallback(usual)
  const request = { turns: transcript, model: question.model }
  const events = watched(model, request, { patience, clock, signal: until })
  const typing = newest(frames(events, until), clock)
  const thinking = new ThinkingLine(typewriter, { head, words, clock })
  let firstWordsMs: number | undefined

  await typing.begun
  await typewriter.nextSlot([], typing)
  for await (const frame of typing) {
    const text = seam.join(frame.text, frame.ending !== undefined)
    if (frame.ending === undefined) {
      const pages = growingPages(layout.grow(text))
      if (pages.length > 0) await thinking.end()
      const showing = await typewriter.show(pages)
      if (typewriter.started) firstWordsMs ??= clock.now() - startMs
      // Nobody will see the rest: the model need not write it.
      if (showing.kind === 'gone') gone.abort(new EndedAs({ kind: 'gone', why: showing.why }))
      else await typewriter.nextSlot(pages, typing)
      // The model may pause now, for longer than anybody should wait for words that are there.
      if (showing.kind === 'more' || showing.kind === 'later') typing.again()
      continue
    }
    const end = { ...frame, text, totalMs: clock.now() - startMs, showsFooter }
    const pages = lastPages(layout, end, model.isUsed ? fallenBack(question) : question)
    await thinking.end()
    const showing = await showLast(pages, frame.ending, typewriter)
    if (typewriter.started) firstWordsMs ??= clock.now() - startMs
    const isGone = showing.kind === 'gone'
    return {
      ending: isGone ? { kind: 'gone', why: showing.why } : frame.ending,
      unshown: showing.kind === 'shown' ? undefined : showing.reason,
      unsaid: isGone
        ? await lastResort(showing.why, { ending: frame.ending, typewriter, words })
        : undefined,
      characters: frame.text.length,
      said: layout.withoutReasoning(text),
      shown: spoken(
        pages.map(({ text }) => text),
        head.startsWith('>'),
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
): Promise<Showing> {
  if (ending.kind === 'superseded') return { kind: 'shown' }
  if (ending.kind === 'gone' && ending.why === 'deleted') typewriter.sendNoMore()
  return typewriter.finish(pages)
}

/** What is said where the usual model had to answer in place of the one that was chosen. */
function fallenBack(question: Question): Question {
  const { model = '', notes, words } = question
  const note = noticeLine(words.unpinned(showName(model)), 'unpinned')
  return { ...question, isPinned: false, notes: [...notes, note] }
}

/** Says where it still can why Discord shows no more; gives what could not be said there. */
async function lastResort(
  why: GoneKind,
  {
    ending,
    typewriter,
    words,
  }: { readonly ending: Ending; readonly typewriter: Typewriter; readonly words: Words },
): Promise<string | undefined> {
  if (why === 'deleted') {
    // Who deletes an answer wants no more of it; but what shows of it shall have an end.
    const deleted = ending.kind === 'gone' ? ending.page : undefined
    const isPart = deleted !== undefined && deleted < typewriter.pages - 1
    if (isPart) await typewriter.endEarly(noticeLine(words.stopped, 'stopped'))
    return undefined
  }
  const notice = words.gone[why]
  return (await typewriter.endEarly(noticeLine(notice))) ? undefined : notice
}

/**
 * Shows a notice below a text that shows already, or in place of an answer where there is none; then
 * `head` stands above it.
 */
export async function say(
  {
    notice,
    head = '',
    below = '',
    controls = [],
  }: { notice: string; head?: string; below?: string; controls?: Page['controls'] },
  reply: Reply,
  { pace, clock }: Pick<Press, 'pace' | 'clock'>,
): Promise<Showing> {
  const texts = new Layout(head).finish(below, noticeLine(notice))
  const pages = pagesWith(texts, controls, below !== '')
  return new Typewriter(reply, pace, clock).finish(pages)
}
