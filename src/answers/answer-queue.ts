import { type AnswerServices, answer, showNotice } from '../core/answer/answer.ts'
import { buttonsAtEnd } from '../core/answer/answer-pages.ts'
import { type AnswerObserver, type AnswerOutcome, EndedAs } from '../core/answer/ending.ts'
import type { Question } from '../core/answer/question.ts'
import { KeyedQueue } from '../core/keyed-queue.ts'
import type { Journal } from '../core/ports.ts'
import type { PageAddress } from '../discord/messages/discord-reply.ts'
import { textsFor } from '../locales/index.ts'
import type { Asked } from './answer-request.ts'
import { Underway } from './pending-answer.ts'
import { type PreparingParts, prepare } from './prepare-question.ts'
import { PlaceInQueue } from './queue-position.ts'

export interface AnsweringParts extends PreparingParts {
  readonly press: AnswerServices
  /** An answer that took longer is announced when it has ended; 0: none is. */
  readonly notifyAfterMs: number
  /** So long a message waits for more of them; 0: the model is asked at once, and again for more. */
  readonly burstMs: number
  readonly journal: Journal
  readonly observer: AnswerObserver
}

const superseded = { kind: 'superseded' } as const

/** What interrupted answers have to show their ending when the process is to end. */
const endingMs = 5_000

/**
 * Answers questions: those of one conversation one at a time and in order, others at the same time.
 * Messages that come while an answer is being typed are answered together by the next one.
 */
export class Answering {
  readonly #parts: AnsweringParts
  readonly #turnstile = new KeyedQueue()
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  /** By the triggers of their questions. */
  readonly #underway = new Map<string, Underway>()
  /** By key: what was asked last. */
  readonly #last = new Map<string, { readonly underway: Underway; readonly done: Promise<void> }>()
  #closed = false

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  /** Resolves when the answer has its ending. Never rejects: what fails is said and logged. */
  async answer(asked: Asked): Promise<void> {
    const { trigger, key } = asked
    const last = this.#last.get(key)
    if (last?.underway.join(asked, this.#parts.burstMs === 0)) {
      this.#underway.set(trigger, last.underway)
      this.#note(last.underway)
      return last.done
    }
    const underway = new Underway(asked)
    this.#underway.set(trigger, underway)
    this.#note(underway)
    const done = this.#takeTurn(underway)
    this.#last.set(key, { underway, done })
    this.#running.add(done)
    await done
    this.#running.delete(done)
    if (this.#last.get(key)?.underway === underway) this.#last.delete(key)
  }

  /** Whether an answer to this trigger is being typed, or waits for its turn. */
  isUnderWay(trigger: string): boolean {
    return this.#underway.has(trigger)
  }

  /** Whether questions with this key have to wait now. */
  isBusy(key: string): boolean {
    return this.#turnstile.isBusy(key)
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

  /** A message was deleted: no answer to it is wanted, and no more of an answer that stands in it. */
  lose(messageId: string): void {
    // What somebody deletes in Discord is kept nowhere else.
    this.#parts.originals.forget(messageId)
    const asked = this.#underway.get(messageId)
    asked?.takeBack(messageId)
    if (asked) this.#note(asked)
    for (const { pages, stop } of this.#underway.values()) {
      const page = pages.indexOf(messageId)
      if (page >= 0) stop.abort(new EndedAs({ kind: 'gone', why: 'deleted', page }))
    }
  }

  /** Begins an answer anew, in the same messages, because its question has changed meanwhile. */
  askAnew(trigger: string, text: string): void {
    this.#underway.get(trigger)?.change(trigger, text)
  }

  /** Lets questions with this key wait until `answered`. */
  hold(key: string, answered: Promise<void>): void {
    void this.#turnstile.run(key, () => answered)
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

  async #takeTurn(underway: Underway): Promise<void> {
    const { asked } = underway
    const { press } = this.#parts
    // A message is answered by a reply to it: nobody has to be told that it was seen.
    const place = asked.isMessage ? undefined : new PlaceInQueue(asked, press)
    try {
      await this.#turnstile.run(
        asked.key,
        async () => {
          await place?.end()
          asked.onTurn?.()
          await this.#answer(underway)
        },
        { onWait: (ahead) => place?.show(ahead), signal: underway.stop.signal },
      )
    } catch (error) {
      await this.#giveUp(underway.asked, error, textsFor(asked.locale).failed.internal)
    } finally {
      for (const { typing } of underway.everAsked) typing?.stop()
      this.#leave(underway)
    }
  }

  /** The journal knows each answer once, in the name of the question that it belongs to. */
  #note(underway: Underway): void {
    const { journal } = this.#parts
    const { holder, noted, isOver } = underway
    if (isOver || noted?.attempt === holder.attempt) return
    if (noted) journal.end(noted.attempt)
    const { attempt, trigger, origin, locale, askerId } = holder
    journal.start({ attempt, trigger, origin, locale, askerId })
    underway.noted = holder
  }

  /** It has its end. Another answer to the same question may be under way already. */
  #leave(underway: Underway): void {
    underway.isOver = true
    if (underway.noted) this.#parts.journal.end(underway.noted.attempt)
    for (const { trigger } of underway.everAsked) {
      if (this.#underway.get(trigger) === underway) this.#underway.delete(trigger)
    }
  }

  /** Answers the questions as they read; again, when they read otherwise before the end. */
  async #answer(underway: Underway): Promise<void> {
    const { stop } = underway
    await this.#waitForMore(underway)
    for (;;) {
      // What was taken back while it waited needs no answer.
      if (stop.signal.aborted && underway.asked.isMessage) return this.#leave(underway)
      underway.begin()
      this.#note(underway)
      const { asked, anew } = underway
      const signals = [this.#stopping.signal, stop.signal, anew.signal]
      if (asked.until) signals.push(asked.until)
      const answered = await this.#answerOnce(underway, AbortSignal.any(signals))
      const isEnding = stop.signal.aborted || this.#stopping.signal.aborted
      if (anew.signal.aborted && !isEnding) continue
      // Whatever happens from here on, the answer itself has its end, and may be asked for anew.
      this.#leave(underway)
      if (answered === undefined) return
      this.#keepOriginal(underway, answered)
      asked.onAnswered?.(answered)
      await this.#tell(underway.replying.asked, answered)
      return
    }
  }

  /** What was redrawn for Discord is told to the model as it wrote it. */
  #keepOriginal({ pages: [first], asked }: Underway, { text, shown }: AnswerOutcome): void {
    const original = { text: text.trim(), shown }
    if (first === undefined || asked.broken || original.text === shown || shown === '') return
    this.#parts.originals.keep(first, original)
  }

  /** Each further message has the wait begin again. */
  async #waitForMore(underway: Underway): Promise<void> {
    const { burstMs, press } = this.#parts
    if (burstMs === 0 || !underway.asked.isMessage) return
    do {
      underway.anew = new AbortController()
      underway.asked.typing?.start()
      const over = AbortSignal.any([underway.anew.signal, underway.stop.signal])
      await press.clock.sleep(burstMs, over)
    } while (underway.anew.signal.aborted && !underway.stop.signal.aborted)
  }

  /** Gives nothing where there was nothing to answer, or no way to; that is said and logged. */
  async #answerOnce(underway: Underway, signal: AbortSignal): Promise<AnswerOutcome | undefined> {
    const { press, observer } = this.#parts
    const { asked, replying, questions } = underway
    const { trigger } = asked
    const { reply } = replying
    const batch = questions.map(({ post }) => post.id)
    const others = questions.map((one) => one.trigger).filter((id) => id !== trigger)
    const texts = textsFor(asked.locale)
    try {
      await asked.heard
    } catch (error) {
      observer.failed(trigger, error)
      return undefined
    }
    if (replying.asked === asked) asked.typing?.start()
    let question: Question | { readonly notice: string }
    try {
      question = await prepare(asked, batch, texts, this.#parts)
    } catch (error) {
      await this.#giveUp({ ...asked, reply }, error, texts.historyUnreadable)
      return undefined
    }
    if ('notice' in question) {
      await showNotice({ notice: question.notice, header: asked.header }, reply, press)
      return undefined
    }
    observer.started(trigger)
    const ends = this.#closed ? AbortSignal.abort() : signal
    const answered = await answer(question, reply, press, ends)
    const isAnew = signal.aborted && signal.reason === underway.anew.signal.reason
    observer.ended(trigger, isAnew ? { ...answered, ending: superseded } : answered, others)
    return answered
  }

  /** Tells the asker what the answer itself does not. */
  async #tell(asked: Asked, answered: AnswerOutcome): Promise<void> {
    const { observer, notifyAfterMs } = this.#parts
    const { trigger, locale, announce, whisper } = asked
    const { ending, unshownReason, undeliveredNotice, totalMs } = answered
    // Who stopped an answer is there, and sees its end.
    const isNews = unshownReason === undefined && !/stopped|interrupted/.test(ending.kind)
    try {
      if (undeliveredNotice !== undefined) await whisper?.(undeliveredNotice)
      if (!isNews || notifyAfterMs === 0 || totalMs <= notifyAfterMs) return
      const { done, failed } = textsFor(locale).ended
      const say = ending.kind === 'failed' ? failed : done
      await announce?.(say(Math.round(totalMs / 1_000)))
    } catch (error) {
      observer.notifyFailed(trigger, error)
    }
  }

  async #giveUp({ trigger, header, reply, isDetached }: Asked, error: unknown, notice: string) {
    this.#parts.observer.failed(trigger, error)
    const controls = isDetached ? [] : buttonsAtEnd
    await showNotice({ notice, header, controls }, reply, this.#parts.press)
  }
}
