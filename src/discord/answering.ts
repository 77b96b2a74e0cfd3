import { answer, type Press, type Question, say } from '../core/answer.ts'
import { exchangesIn, type Post, turnsBefore, turnsOf } from '../core/conversation.ts'
import { type Answered, EndedAs, type Observer } from '../core/ending.ts'
import { controlsAtEnd } from '../core/pages.ts'
import type { CountTokens, Journal } from '../core/ports.ts'
import { transcript } from '../core/transcript.ts'
import { Turnstile } from '../core/turnstile.ts'
import type { Words } from '../core/words.ts'
import { wordsFor } from '../words/languages.ts'
import type { Asked } from './asked.ts'
import type { ThreadAddress } from './history.ts'
import type { PageAddress } from './reply.ts'

export interface AnsweringParts {
  readonly press: Press
  readonly systemPrompt: string
  /** In tokens. */
  readonly contextTokens: number
  readonly countTokens: CountTokens
  /** Gives the newest posts of a thread, as many as may fit, oldest first. */
  readonly readPosts: (thread: ThreadAddress) => Promise<readonly Post[]>
  /** An answer that took longer is announced when it has ended; 0: none is. */
  readonly notifyAfterMs: number
  readonly journal: Journal
  readonly observer: Observer
}

/** What interrupted answers have to show their ending when the process is to end. */
const endingMs = 5_000

/** What the model is told when it shall go on. */
const goOn =
  'Go on with your last answer exactly where it broke off. Repeat nothing, and add no remark.'

/** An answer that is being typed, or waits for its turn. */
interface Underway {
  /** The question as it reads now; `undefined` where none is answered, but an answer gone on with. */
  text: string | undefined
  /** Aborts when the question has changed. */
  anew: AbortController
  readonly stop: AbortController
  /** The ids of the messages in which it stands. */
  readonly pages: string[]
}

/** Answers questions: those to one thread one at a time and in order, others at the same time. */
export class Answering {
  readonly #parts: AnsweringParts
  readonly #turnstile = new Turnstile()
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  /** By their triggers. */
  readonly #underway = new Map<string, Underway>()
  #closed = false

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  /** Resolves when the answer has its ending. Never rejects: what fails is said and logged. */
  async answer(asked: Asked): Promise<void> {
    const { journal } = this.#parts
    const { attempt, trigger, origin, locale, askerId } = asked
    const text = asked.broken ? undefined : asked.text
    const key = asked.thread?.threadId ?? trigger
    const underway: Underway = {
      text,
      anew: new AbortController(),
      stop: new AbortController(),
      pages: [],
    }
    this.#underway.set(trigger, underway)
    journal.begin({ attempt, trigger, origin, locale, askerId })
    const running = this.#turnstile
      .enter(key, () => this.#answer(asked, underway))
      .catch((error: unknown) => this.#giveUp(asked, error, wordsFor(locale).failed.internal))
      .finally(() => {
        asked.typing?.stop()
        journal.end(attempt)
        this.#leave(trigger, underway)
      })
    this.#running.add(running)
    await running
    this.#running.delete(running)
  }

  /** Whether an answer to this trigger is being typed, or waits for its turn. */
  isUnderWay(trigger: string): boolean {
    return this.#underway.has(trigger)
  }

  /** Whether questions to a thread have to wait now. */
  isBusy(threadId: string): boolean {
    return this.#turnstile.isOccupied(threadId)
  }

  /** Stops an answer at once, or before it begins; false where there is none to this trigger. */
  stop(trigger: string): boolean {
    const underway = this.#underway.get(trigger)
    underway?.stop.abort(new EndedAs({ kind: 'stopped' }))
    return underway !== undefined
  }

  /** Notes a message in which an answer that is being typed stands. */
  notePage({ attempt, trigger }: Pick<Asked, 'attempt' | 'trigger'>, page: PageAddress): void {
    this.#parts.journal.addPage(attempt, page)
    this.#underway.get(trigger)?.pages.push(page.messageId)
  }

  /** Ends an answer of which a message was deleted. */
  losePage(messageId: string): void {
    for (const { pages, stop } of this.#underway.values()) {
      const page = pages.indexOf(messageId)
      if (page >= 0) stop.abort(new EndedAs({ kind: 'gone', why: 'deleted', page }))
    }
  }

  /** Begins an answer anew, in the same messages, because its question has changed meanwhile. */
  askAnew(trigger: string, text: string): void {
    const underway = this.#underway.get(trigger)
    if (underway?.text === undefined || underway.text === text) return
    underway.text = text
    underway.anew.abort(new EndedAs({ kind: 'superseded' }))
  }

  /** Lets questions to this thread wait until `answered`: the answer on which it was opened. */
  hold(threadId: string, answered: Promise<void>): void {
    void this.#turnstile.enter(threadId, () => answered)
  }

  /**
   * Waits until every running answer has ended. Those that have not after `graceMs` are interrupted,
   * and have a few seconds more to show their ending: Discord may be out of reach. Questions that
   * come from now on are told to come again.
   */
  async finish(graceMs: number): Promise<void> {
    this.#closed = true
    const { clock } = this.#parts.press
    const all = this.#allEnded()
    const ended = new AbortController()
    void all.then(() => ended.abort())
    await clock.sleep(graceMs, ended.signal)
    this.#stopping.abort()
    await clock.sleep(endingMs, ended.signal)
  }

  async #allEnded(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Another answer to the same question may be under way already. */
  #leave(trigger: string, underway: Underway): void {
    if (this.#underway.get(trigger) === underway) this.#underway.delete(trigger)
  }

  /** Answers the question as it reads; again, when it reads otherwise in the end. */
  async #answer(asked: Asked, underway: Underway): Promise<void> {
    const { stop } = underway
    // The question was taken back while it waited.
    if (stop.signal.aborted) return
    for (;;) {
      const { text } = underway
      underway.anew = new AbortController()
      const signals = [this.#stopping.signal, stop.signal, underway.anew.signal]
      if (asked.until) signals.push(asked.until)
      const answered = await this.#answerOnce(
        { ...asked, text: text ?? '' },
        AbortSignal.any(signals),
      )
      const isEnding = stop.signal.aborted || this.#stopping.signal.aborted
      if (underway.anew.signal.aborted && !isEnding) continue
      // Whatever happens from here on, the answer itself has its end, and may be asked for anew.
      this.#parts.journal.end(asked.attempt)
      this.#leave(asked.trigger, underway)
      if (answered) await this.#tell(asked, answered)
      return
    }
  }

  /** Gives nothing where there was nothing to answer, or no way to; that is said and logged. */
  async #answerOnce(asked: Asked, signal: AbortSignal): Promise<Answered | undefined> {
    const { press, observer } = this.#parts
    const { trigger, reply, broken } = asked
    const words = wordsFor(asked.locale)
    if (asked.text.trim() === '' && broken === undefined) {
      await say({ notice: words.nothingAsked }, reply, press)
      return undefined
    }
    asked.typing?.start()
    let question: Question
    try {
      question = await this.#question(asked, words)
    } catch (error) {
      await this.#giveUp(asked, error, words.historyUnreadable)
      return undefined
    }
    observer.began(trigger)
    const ends = this.#closed ? AbortSignal.abort() : signal
    const answered = await answer(question, reply, press, ends)
    observer.answered(trigger, answered)
    return answered
  }

  /** Tells the asker what the answer itself does not. */
  async #tell(asked: Asked, answered: Answered): Promise<void> {
    const { observer, notifyAfterMs } = this.#parts
    const { trigger, locale, announce, whisper } = asked
    const { ending, unshown, unsaid, totalMs } = answered
    // Who stopped an answer is there, and sees its end.
    const isNews = unshown === undefined && !/stopped|interrupted/.test(ending.kind)
    try {
      if (unsaid !== undefined) await whisper?.(unsaid)
      if (!isNews || notifyAfterMs === 0 || totalMs <= notifyAfterMs) return
      const { done, failed } = wordsFor(locale).ended
      const say = ending.kind === 'failed' ? failed : done
      await announce?.(say(Math.round(totalMs / 1_000)))
    } catch (error) {
      observer.untold(trigger, error)
    }
  }

  async #giveUp({ trigger, quote, reply }: Asked, error: unknown, notice: string): Promise<void> {
    this.#parts.observer.failed(trigger, error)
    await say({ notice, head: quote, controls: controlsAtEnd }, reply, this.#parts.press)
  }

  async #question(asked: Asked, words: Words): Promise<Question> {
    const { systemPrompt, contextTokens, countTokens, readPosts } = this.#parts
    const { thread, trigger, text, quote, broken } = asked
    const exchanges = thread ? exchangesIn(await readPosts(thread)) : []
    const before = turnsBefore(exchanges, trigger)
    return {
      transcript: await transcript({
        system: systemPrompt,
        history: broken ? [...before, ...turnsOf(broken.exchange)] : before,
        question: broken ? goOn : text,
        budget: contextTokens,
        count: countTokens,
      }),
      quote,
      begun: broken?.text ?? '',
      isFirst: !before.some(({ role }) => role === 'assistant'),
      words,
    }
  }
}
