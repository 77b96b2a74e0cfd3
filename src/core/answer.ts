import type { Answered, Ending } from './ending.ts'
import { type Frame, frames, type LastFrame } from './frames.ts'
import { Layout } from './layout/layout.ts'
import { newest } from './newest.ts'
import { noticeLine } from './notice.ts'
import type { Pace } from './pace.ts'
import type { Clock, Model, Page, Reply, Turn } from './ports.ts'
import { type Showing, Typewriter } from './typewriter.ts'
import { type Patience, watched } from './watchdog.ts'
import type { Words } from './words/words.ts'

/** One question, ready to be answered. */
export interface Question {
  readonly transcript: readonly Turn[]
  /** What stands above the answer: the quoted question, or nothing where its message is visible. */
  readonly quote: string
  readonly words: Words
}

/** What every answer needs and none owns. */
export interface Press {
  readonly model: Model
  readonly patience: Patience
  readonly pace: Pace
  readonly clock: Clock
}

/**
 * Answers one question: the model is read as fast as it writes, and `reply` shows the newest frame
 * as often as the pace allows, the last one for certain. Aborting `signal` interrupts the answer,
 * which then still gets its ending. Never rejects for what the model or Discord do.
 */
export async function answer(
  { transcript, quote, words }: Question,
  reply: Reply,
  { model, patience, pace, clock }: Press,
  signal: AbortSignal,
): Promise<Answered> {
  const startMs = clock.now()
  const typewriter = new Typewriter(reply, pace, clock)
  const layout = new Layout(quote)
  const gone = new AbortController()
  const until = AbortSignal.any([signal, gone.signal])
  const events = watched(model, transcript, { patience, clock, signal: until })
  const typing = newest(frames(events, until))
  let firstWordsMs: number | undefined

  for await (const frame of typing) {
    const texts = frame.ending ? lastPages(layout, frame, words) : layout.grow(frame.text)
    const pages = pagesOf(texts, frame)
    const showing = frame.ending ? await typewriter.finish(pages) : await typewriter.show(pages)
    if (typewriter.started) firstWordsMs ??= clock.now() - startMs
    if (frame.ending) {
      return {
        ending: frame.ending,
        unshown: showing.kind === 'shown' ? undefined : showing.reason,
        characters: frame.text.length,
        pages: pages.length,
        firstWordsMs,
        totalMs: clock.now() - startMs,
        usage: frame.usage,
      }
    }
    // Nobody will see the rest: the model need not write it.
    if (showing.kind === 'gone') gone.abort()
    else await typewriter.nextSlot(pages, typing.ended)
  }
  throw new Error('The frames ended without a last one')
}

/** Shows a notice below a text that shows already, or in place of an answer where there is none. */
export async function say(
  { notice, below = '' }: { notice: string; below?: string },
  reply: Reply,
  { pace, clock }: Pick<Press, 'pace' | 'clock'>,
): Promise<Showing> {
  const isAnswer = below !== ''
  const texts = new Layout().finish(below, noticeLine(notice))
  const pages = texts.map((text) => ({ text, canStop: false, isAnswer }))
  return new Typewriter(reply, pace, clock).finish(pages)
}

/** The whole answer, and below it what Platen has to say about its end. */
function lastPages(layout: Layout, { text, ending }: LastFrame, words: Words): readonly string[] {
  const pages = layout.finish(text, endOf(ending, words))
  // A model that only reasoned has said nothing that people can see.
  return pages.length > 0 ? pages : layout.finish(text, noticeLine(words.empty))
}

/** The page that grows can be stopped, as long as it does. */
function pagesOf(texts: readonly string[], frame: Frame): readonly Page[] {
  const isAnswer = frame.text.trim() !== ''
  return texts.map((text, index) => {
    const canStop = frame.ending === undefined && index === texts.length - 1
    return { text, canStop, isAnswer }
  })
}

function endOf(ending: Ending, words: Words): string {
  if (ending.kind === 'stopped') return noticeLine(words.stopped, '⏹️')
  const notice = noticeOf(ending, words)
  return notice === undefined ? '' : noticeLine(notice)
}

function noticeOf(ending: Exclude<Ending, { kind: 'stopped' }>, words: Words): string | undefined {
  switch (ending.kind) {
    case 'finished':
      return undefined
    case 'cut-short':
      return words.cutShort[ending.reason]
    case 'empty':
      return words.empty
    case 'interrupted':
      return words.interrupted
    case 'failed':
      return words.failed[ending.failure]
  }
}
