import { answer } from '../core/answer/answer.ts'
import { buttonsAtEnd } from '../core/answer/answer-pages.ts'
import type { AnswerServices } from '../core/answer/answer-services.ts'
import type { AnswerOutcome } from '../core/answer/ending.ts'
import type { Question } from '../core/answer/question.ts'
import { showNotice } from '../core/answer/show-notice.ts'
import type { Reply } from '../core/reply.ts'
import { textsFor } from '../locales/index.ts'
import type { AnswerRequest } from './answer-request.ts'
import type { AnswerObserver } from './observer.ts'
import type { PendingAnswer } from './pending-answer.ts'
import { type PrepareParts, prepareQuestion } from './prepare-question.ts'

export interface AnswerRunnerParts extends PrepareParts {
  readonly services: AnswerServices
  /** The asker of an answer that took longer is told when it has ended; 0 tells nobody. */
  readonly notifyAfterMs: number
  /** How long a message waits for more messages; 0: the model is asked at once, and again for more. */
  readonly burstMs: number
  /** Must not throw: see `isolated`. */
  readonly observer: AnswerObserver
}

/** The queue's own steps while an answer runs. */
export interface RunEvents {
  /** The model is about to be asked, perhaps again. */
  readonly onStart: () => void
  /** The answer has ended: its question can be asked again, by a button or an edit. */
  readonly onSettled: () => void
}

const superseded = { kind: 'superseded' } as const

/** Runs one pending answer, from its turn in the queue to its ending. */
export class AnswerRunner {
  readonly #parts: AnswerRunnerParts

  constructor(parts: AnswerRunnerParts) {
    this.#parts = parts
  }

  /** Answers the requests as they read, and again whenever they change before the end. */
  async run(pending: PendingAnswer, { onStart, onSettled }: RunEvents): Promise<void> {
    const { stop, interrupt } = pending
    await this.#waitForMore(pending)
    for (;;) {
      // A message that was withdrawn while it waited needs no answer.
      if (stop.signal.aborted && pending.request.target.isBatched) return onSettled()
      pending.start()
      onStart()
      const { restart, request } = pending
      const outcome = await this.#answerOnce(pending)
      const isEnding = stop.signal.aborted || interrupt.signal.aborted
      if (restart.signal.aborted && !isEnding) continue
      onSettled()
      if (outcome === undefined) return
      this.#keepOriginal(pending, outcome)
      request.target.onEnd?.(outcome)
      await this.#notify(pending.holder.request, outcome)
      return
    }
  }

  /** Shows and logs why there is no answer. */
  async fail(
    { trigger, header, target }: AnswerRequest,
    reply: Reply,
    error: unknown,
    notice: string,
  ): Promise<void> {
    this.#parts.observer.failed(trigger, error)
    const buttons = target.isDetached ? [] : buttonsAtEnd
    await showNotice({ notice, header, buttons }, reply, this.#parts.services)
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
    const signal = signalFor(request, pending)
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
    const outcome = await answer(question, holder.reply, services, signal)
    const isSuperseded = signal.aborted && signal.reason === restart.signal.reason
    const others = batch.map((one) => one.trigger).filter((id) => id !== trigger)
    observer.ended(trigger, isSuperseded ? { ...outcome, ending: superseded } : outcome, others)
    return outcome
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
      await this.fail(request, reply, error, textsFor(request.locale).historyUnreadable)
      return undefined
    }
    if (!('notice' in question)) return question
    const { notice } = question
    await showNotice({ notice, header: request.header }, reply, this.#parts.services)
    return undefined
  }

  /** Keeps the model's own text where Discord shows another one, such as a redrawn table. */
  #keepOriginal({ pages: [first], request }: PendingAnswer, { text, shown }: AnswerOutcome): void {
    const original = { text: text.trim(), shown }
    if (first === undefined || request.continues || original.text === shown || shown === '') return
    this.#parts.originals.keep(first, original)
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
}

/** Aborts when the answer has to end before the model does. */
function signalFor(
  { target }: AnswerRequest,
  { interrupt, stop, restart }: PendingAnswer,
): AbortSignal {
  const signals = [interrupt.signal, stop.signal, restart.signal]
  return AbortSignal.any(target.deadline ? [...signals, target.deadline] : signals)
}
