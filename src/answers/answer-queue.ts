import { answer } from '../core/answer/answer.ts'
import { buttonsAtEnd } from '../core/answer/answer-pages.ts'
import type { AnswerServices } from '../core/answer/answer-services.ts'
import { type AnswerOutcome, EndedAs } from '../core/answer/ending.ts'
import type { Question } from '../core/answer/question.ts'
import { showNotice } from '../core/answer/show-notice.ts'
import type { Journal } from '../core/journal.ts'
import { KeyedQueue } from '../core/keyed-queue.ts'
import type { MessageAddress } from '../core/message-address.ts'
import type { Reply } from '../core/reply.ts'
import { textsFor } from '../locales/index.ts'
import type { AnswerRequest } from './answer-request.ts'
import type { AnswerObserver } from './observer.ts'
import { PendingAnswer } from './pending-answer.ts'
import { type PrepareParts, prepareQuestion } from './prepare-question.ts'
import { QueuePosition } from './queue-position.ts'

export interface AnswerQueueParts extends PrepareParts {
  readonly services: AnswerServices
  /** The asker of an answer that took longer is told when it has ended; 0 tells nobody. */
  readonly notifyAfterMs: number
  /** How long a message waits for more messages; 0: the model is asked at once, and again for more. */
  readonly burstMs: number
  readonly journal: Journal
  /** Must not throw: see `isolated`. */
  readonly observer: AnswerObserver
}

const superseded = { kind: 'superseded' } as const

/** Time that interrupted answers get to show their ending at shutdown. */
const endingMs = 5_000

/**
 * Answers requests: those of one conversation one at a time and in order, others side by side.
 * Messages that arrive while an answer is being typed are answered together by the next one.
 */
export class AnswerQueue {
  readonly #parts: AnswerQueueParts
  readonly #queue = new KeyedQueue()
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  /** By the triggers of their requests. */
  readonly #pending = new Map<string, PendingAnswer>()
  /** By queue key: the newest answer. */
  readonly #newest = new Map<
    string,
    { readonly pending: PendingAnswer; readonly done: Promise<void> }
  >()
  #isClosed = false

  constructor(parts: AnswerQueueParts) {
    this.#parts = parts
  }

  /** Resolves when the answer has ended. Never rejects: every failure is shown and logged. */
  async answer(request: AnswerRequest): Promise<void> {
    const { trigger, target } = request
    const newest = this.#newest.get(target.queueKey)
    if (newest?.pending.join(request, this.#parts.burstMs === 0)) {
      this.#pending.set(trigger, newest.pending)
      this.#writeJournal(newest.pending)
      return newest.done
    }
    const pending = new PendingAnswer(request)
    this.#pending.set(trigger, pending)
    this.#writeJournal(pending)
    const done = this.#takeTurn(pending)
    this.#newest.set(target.queueKey, { pending, done })
    this.#running.add(done)
    await done
    this.#running.delete(done)
    if (this.#newest.get(target.queueKey)?.pending === pending) {
      this.#newest.delete(target.queueKey)
    }
  }

  /** Whether an answer to this trigger is being typed or waits for its turn. */
  isPending(trigger: string): boolean {
    return this.#pending.has(trigger)
  }

  /** Whether requests with this queue key have to wait now. */
  isBusy(key: string): boolean {
    return this.#queue.isBusy(key)
  }

  /** Stops an answer, also before it starts; false where there is none to this trigger. */
  stop(trigger: string): boolean {
    const pending = this.#pending.get(trigger)
    pending?.stop.abort(new EndedAs({ kind: 'stopped' }))
    return pending !== undefined
  }

  /** Notes a message that shows a pending answer. */
  addPage(
    { attempt, trigger }: Pick<AnswerRequest, 'attempt' | 'trigger'>,
    page: MessageAddress,
  ): void {
    this.#parts.journal.addPage(attempt, page)
    this.#pending.get(trigger)?.pages.push(page.messageId)
  }

  /** A deleted question cancels its answer; a deleted page stops the answer that it is part of. */
  onMessageDeleted(messageId: string): void {
    // A text that was deleted in Discord must not stay anywhere else.
    this.#parts.originals.forget(messageId)
    const asked = this.#pending.get(messageId)
    asked?.withdraw(messageId)
    if (asked) this.#writeJournal(asked)
    for (const { pages, stop } of this.#pending.values()) {
      const page = pages.indexOf(messageId)
      if (page >= 0) stop.abort(new EndedAs({ kind: 'gone', why: 'deleted', page }))
    }
  }

  /** Restarts an answer in the same messages, because its question was edited. */
  onMessageEdited(trigger: string, text: string): void {
    this.#pending.get(trigger)?.edit(trigger, text)
  }

  /** Makes requests with this queue key wait until `done` resolves. */
  holdUntil(key: string, done: Promise<void>): void {
    void this.#queue.run(key, () => done)
  }

  /**
   * Waits for every running answer. Those that have not ended after `graceMs` are interrupted and get a
   * few seconds more to show their ending. New requests are refused from now on.
   */
  async shutDown(graceMs: number): Promise<void> {
    this.#isClosed = true
    const { clock } = this.#parts.services
    const allEnded = new AbortController()
    void this.#allEnded().then(() => allEnded.abort())
    await clock.sleep(graceMs, allEnded.signal)
    this.#stopping.abort()
    await clock.sleep(endingMs, allEnded.signal)
  }

  async #allEnded(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async #takeTurn(pending: PendingAnswer): Promise<void> {
    const { request } = pending
    const { target } = request
    // Commands show their place. Messages have no message of their own to show it in.
    const position = target.isBatched ? undefined : new QueuePosition(request, this.#parts.services)
    try {
      await this.#queue.run(
        target.queueKey,
        async () => {
          await position?.end()
          target.onTurn?.()
          await this.#answerUntilSettled(pending)
        },
        { onWait: (ahead) => position?.show(ahead), signal: pending.stop.signal },
      )
    } catch (error) {
      const { failed } = textsFor(request.locale)
      await this.#fail(pending.request, pending.request.target.reply, error, failed.internal)
    } finally {
      for (const one of pending.allRequests) one.target.stopTyping?.()
      this.#close(pending)
    }
  }

  /** The journal knows each answer once, by the request that it belongs to. */
  #writeJournal(pending: PendingAnswer): void {
    const { journal } = this.#parts
    const { owner, journalled, isOver } = pending
    if (isOver || journalled?.attempt === owner.attempt) return
    if (journalled) journal.end(journalled.attempt)
    const { attempt, trigger, locale, askerId, target } = owner
    journal.start({ attempt, trigger, origin: target.origin, locale, askerId })
    pending.journalled = owner
  }

  /** Marks an answer as ended. Another answer to the same trigger may be pending already. */
  #close(pending: PendingAnswer): void {
    pending.isOver = true
    if (pending.journalled) this.#parts.journal.end(pending.journalled.attempt)
    for (const { trigger } of pending.allRequests) {
      if (this.#pending.get(trigger) === pending) this.#pending.delete(trigger)
    }
  }

  /** Answers the requests as they read, and again whenever they change before the end. */
  async #answerUntilSettled(pending: PendingAnswer): Promise<void> {
    const { stop } = pending
    await this.#waitForMore(pending)
    for (;;) {
      // A message that was withdrawn while it waited needs no answer.
      if (stop.signal.aborted && pending.request.target.isBatched) return this.#close(pending)
      pending.start()
      this.#writeJournal(pending)
      const { restart, request } = pending
      const outcome = await this.#answerOnce(pending)
      const isEnding = stop.signal.aborted || this.#stopping.signal.aborted
      if (restart.signal.aborted && !isEnding) continue
      // From here on the question can be asked again, by a button or an edit.
      this.#close(pending)
      if (outcome === undefined) return
      this.#keepOriginal(pending, outcome)
      request.target.onEnd?.(outcome)
      await this.#notify(pending.holder.request, outcome)
      return
    }
  }

  /** Keeps the model's own text where Discord shows another one, such as a redrawn table. */
  #keepOriginal({ pages: [first], request }: PendingAnswer, { text, shown }: AnswerOutcome): void {
    const original = { text: text.trim(), shown }
    if (first === undefined || request.continues || original.text === shown || shown === '') return
    this.#parts.originals.keep(first, original)
  }

  /** Waits `burstMs`, again for each message that joins. */
  async #waitForMore(pending: PendingAnswer): Promise<void> {
    const { burstMs, services } = this.#parts
    if (burstMs === 0 || !pending.request.target.isBatched) return
    do {
      pending.restart = new AbortController()
      pending.request.target.startTyping?.()
      const over = AbortSignal.any([pending.restart.signal, pending.stop.signal])
      await services.clock.sleep(burstMs, over)
    } while (pending.restart.signal.aborted && !pending.stop.signal.aborted)
  }

  /** Resolves with `undefined` where there was nothing to answer or no way to; shows and logs why. */
  async #answerOnce(pending: PendingAnswer): Promise<AnswerOutcome | undefined> {
    const { services, observer } = this.#parts
    const { request, holder, restart } = pending
    const { trigger, target } = request
    // More requests may join while this one is being answered: they belong to the next attempt.
    const batch = [...pending.requests]
    const signal = this.#signalFor(request, pending)
    try {
      await target.acknowledged
    } catch (error) {
      observer.failed(trigger, error)
      return undefined
    }
    if (holder.request === request) target.startTyping?.()
    const question = await this.#prepare(request, batch, holder.reply)
    if (question === undefined) return undefined
    observer.started(trigger)
    const until = this.#isClosed ? AbortSignal.abort() : signal
    const outcome = await answer(question, holder.reply, services, until)
    const isSuperseded = signal.aborted && signal.reason === restart.signal.reason
    const others = batch.map((one) => one.trigger).filter((id) => id !== trigger)
    observer.ended(trigger, isSuperseded ? { ...outcome, ending: superseded } : outcome, others)
    return outcome
  }

  /** Aborts when the answer has to end before the model does. */
  #signalFor({ target }: AnswerRequest, { stop, restart }: PendingAnswer): AbortSignal {
    const signals = [this.#stopping.signal, stop.signal, restart.signal]
    return AbortSignal.any(target.deadline ? [...signals, target.deadline] : signals)
  }

  /** Makes the question ready. Where there is none, shows why and resolves with `undefined`. */
  async #prepare(
    request: AnswerRequest,
    batch: readonly AnswerRequest[],
    reply: Reply,
  ): Promise<Question | undefined> {
    const batchIds = batch.map(({ message }) => message.id)
    let question: Question | { readonly notice: string }
    try {
      question = await prepareQuestion(request, batchIds, this.#parts)
    } catch (error) {
      await this.#fail(request, reply, error, textsFor(request.locale).historyUnreadable)
      return undefined
    }
    if (!('notice' in question)) return question
    const { notice } = question
    await showNotice({ notice, header: request.header }, reply, this.#parts.services)
    return undefined
  }

  /** Tells the asker what the answer itself does not. */
  async #notify(request: AnswerRequest, outcome: AnswerOutcome): Promise<void> {
    const { observer, notifyAfterMs } = this.#parts
    const { trigger, locale, target } = request
    const { ending, unshownReason, undeliveredNotice, totalMs } = outcome
    // A person who stopped the answer has seen its end.
    const isNews = unshownReason === undefined && !/stopped|interrupted/.test(ending.kind)
    try {
      if (undeliveredNotice !== undefined) await target.sendEphemeral?.(undeliveredNotice)
      if (!isNews || notifyAfterMs === 0 || totalMs <= notifyAfterMs) return
      const { done, failed } = textsFor(locale).ended
      const text = ending.kind === 'failed' ? failed : done
      await target.notify?.(text(Math.round(totalMs / 1_000)))
    } catch (error) {
      observer.notifyFailed(trigger, error)
    }
  }

  async #fail(
    { trigger, header, target }: AnswerRequest,
    reply: Reply,
    error: unknown,
    notice: string,
  ): Promise<void> {
    this.#parts.observer.failed(trigger, error)
    const buttons = target.isDetached ? [] : buttonsAtEnd
    await showNotice({ notice, header, buttons }, reply, this.#parts.services)
  }
}
