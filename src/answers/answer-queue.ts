import { EndedAs } from '../core/answer/ending.ts'
import type { Journal, Originals } from '../core/journal.ts'
import { KeyedQueue } from '../core/keyed-queue.ts'
import type { MessageAddress } from '../core/message-address.ts'
import { textsFor } from '../locales/index.ts'
import type { AnswerRequest } from './answer-request.ts'
import { AnswerRunner, type AnswerRunnerParts } from './answer-runner.ts'
import { PendingAnswer } from './pending-answer.ts'
import { QueuePosition } from './queue-position.ts'

export interface AnswerQueueParts extends AnswerRunnerParts {
  readonly journal: Journal
  readonly originals: Originals
}

/** Time that interrupted answers get to show their ending at shutdown. */
const endingMs = 5_000

/**
 * Answers requests: those of one conversation one at a time and in order, others side by side.
 * Messages that arrive while an answer is being typed are answered together by the next one.
 */
export class AnswerQueue {
  readonly #parts: AnswerQueueParts
  readonly #runner: AnswerRunner
  readonly #queue = new KeyedQueue()
  readonly #running = new Set<Promise<void>>()
  /** Interrupts all answers that start from now on. */
  #isClosed = false
  /** By the triggers of their requests. */
  readonly #pending = new Map<string, PendingAnswer>()
  /** By queue key: the newest answer. */
  readonly #newest = new Map<
    string,
    { readonly pending: PendingAnswer; readonly done: Promise<void> }
  >()

  constructor(parts: AnswerQueueParts) {
    this.#parts = parts
    this.#runner = new AnswerRunner(parts)
  }

  /** Resolves when the answer has ended. Never rejects: every failure is shown and logged. */
  async answer(request: AnswerRequest): Promise<void> {
    const { trigger, target } = request
    const { queueKey } = target
    const newest = this.#newest.get(queueKey)
    if (newest?.pending.join(request, this.#parts.burstMs === 0)) {
      this.#pending.set(trigger, newest.pending)
      this.#writeJournal(newest.pending)
      return newest.done
    }
    const pending = new PendingAnswer(request)
    this.#pending.set(trigger, pending)
    this.#writeJournal(pending)
    const done = this.#takeTurn(pending)
    this.#newest.set(queueKey, { pending, done })
    this.#running.add(done)
    await done
    this.#running.delete(done)
    if (this.#newest.get(queueKey)?.pending === pending) this.#newest.delete(queueKey)
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
    for (const { interrupt } of this.#pending.values()) interrupt.abort()
    await clock.sleep(endingMs, allEnded.signal)
  }

  async #allEnded(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async #takeTurn(pending: PendingAnswer): Promise<void> {
    const { request, stop } = pending
    const { target } = request
    const { services } = this.#parts
    // Commands show their place. Messages have no message of their own to show it in.
    const position = target.isBatched ? undefined : new QueuePosition(request, services)
    try {
      await this.#queue.run(
        target.queueKey,
        async () => {
          await position?.end()
          target.onTurn?.()
          await this.#runner.run(pending, {
            onStart: () => this.#onStart(pending),
            onSettled: () => this.#close(pending),
          })
        },
        { onWait: (ahead) => position?.show(ahead), signal: stop.signal },
      )
    } catch (error) {
      const { request: newest } = pending
      const { internal } = textsFor(newest.locale).failed
      await this.#runner.fail(newest, newest.target.reply, error, internal)
    } finally {
      for (const one of pending.allRequests) one.target.stopTyping?.()
      this.#close(pending)
    }
  }

  #onStart(pending: PendingAnswer): void {
    this.#writeJournal(pending)
    if (this.#isClosed) pending.interrupt.abort()
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
}
