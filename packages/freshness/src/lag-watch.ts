import type { Exchange } from 'discord-sandbox'
import { EditLimits } from './edit-limits.ts'
import { type Part, splitArrivals } from './live-bound.ts'
import type { ModelEvent } from './model-event.ts'
import { Pairing } from './pairing.ts'
import type { RunningAnswer } from './running-answer.ts'

/** A message of the bot as it stands after a create or an edit. */
export interface BotMessage {
  readonly messageId: string
  readonly channelId: string
  readonly content: string
  readonly atMs: number
}

/** How fresh one answer is. Characters are letters and digits only. */
export interface LagSample {
  readonly answer: number
  readonly atMs: number
  /** Characters that the model has sent. */
  readonly arrived: number
  /** Of those, the characters that have been seen in Discord. */
  readonly shown: number
  /** From arrival to showing; what does not show yet counts until now. Never below 0. */
  readonly meanLagMs: number
  /** The least that this could be, had the schedule of edits been made by who knew the future. */
  readonly boundMs: number
  /** The messages that show it, in the order in which they are read. */
  readonly messageIds: readonly string[]
  /** Nothing more comes of this answer. */
  readonly isFinal: boolean
}

const sampleEveryMs = 300

/** So long an answer that does not show whole is waited for after the last sign of it. */
const patienceMs = 30_000
/** Who stops an answer wants the rest no more. */
const abortedPatienceMs = 5_000

/** What one message holds. */
const pageCharacters = 2_000

/**
 * Follows how far behind the model the reader of each answer is, while it is being typed. All times
 * are of one clock, `performance.now()`; calls come in the order of what they tell.
 */
export class LagWatch {
  readonly #pairing = new Pairing()
  readonly #limits = new EditLimits()

  /** What the relay sees. */
  model(event: ModelEvent): void {
    if (event.kind === 'begun') this.#pairing.begin(event.answer, event.atMs)
    const running = this.#pairing.answers.get(event.answer)
    if (event.kind === 'text') running?.add(event.atMs, event.text)
    if (event.kind === 'ended') running?.end(event.atMs, event.how)
  }

  /** A create or an edit of one of the bot's messages. */
  message({ messageId, channelId, content, atMs }: BotMessage): void {
    this.#pairing.show(messageId, channelId, { atMs, content })
  }

  /** Any request to Discord: from edits it learns the limits and the round trip. */
  exchange(exchange: Exchange): void {
    this.#limits.note(exchange)
  }

  /** The samples that are due, at most a few per second and answer. To be called several times a second. */
  tick(nowMs: number): readonly LagSample[] {
    const samples: LagSample[] = []
    for (const running of this.#pairing.answers.values()) {
      const isFinal = running.isReplaced || isOver(running, nowMs)
      if (!isFinal && nowMs - running.sampledAtMs < sampleEveryMs) continue
      running.sampledAtMs = nowMs
      if (isFinal && !running.isReplaced) running.takeRestForShown()
      // An answer of which nothing came, like one that was refused, has no lag.
      if (running.lag.arrived > 0) samples.push(this.#sample(running, nowMs, isFinal))
      if (isFinal) this.#pairing.forget(running)
    }
    return samples
  }

  #sample(running: RunningAnswer, nowMs: number, isFinal: boolean): LagSample {
    const { answer, lag, bound, pages, ended } = running
    // What the bot had not read when it wanted no more is not late.
    const countedUntilMs = ended?.how === 'aborted' ? ended.atMs : nowMs
    return {
      answer,
      atMs: nowMs,
      arrived: lag.arrived,
      shown: lag.shown,
      meanLagMs: lag.meanMs(countedUntilMs),
      boundMs: bound.at(nowMs, this.#parts(running, countedUntilMs), isFinal),
      messageIds: pages.map(({ id }) => id),
      isFinal,
    }
  }

  /**
   * The messages that go by a token come first. Where others follow, in the thread, both have limits
   * of their own, and the bound takes the best of each.
   */
  #parts(running: RunningAnswer, untilMs: number): readonly Part[] {
    const { pages, text, lag, ended } = running
    const isWhole = ended !== undefined && lag.shown === lag.arrived
    const common = {
      roundTripMs: this.#limits.roundTripMs,
      countedUntilMs: isWhole ? undefined : untilMs,
    }
    const ids = pages.map(({ id }) => id)
    const { byToken, count } = this.#limits.byToken(ids)
    const isAllByToken = byToken !== undefined && count === ids.length
    const end = isAllByToken ? lag.arrived : running.endOf(count)
    const [before, after] = splitArrivals(lag.arrivals, end)
    const inPlace = {
      ...common,
      bucket: this.#limits.inPlace(ids.slice(count)),
      freePageCharacters: text.lettersIn(pageCharacters),
    }
    return byToken === undefined
      ? [{ arrivals: after, constraints: inPlace }]
      : [
          { arrivals: before, constraints: { ...common, bucket: byToken } },
          { arrivals: after, constraints: inPlace },
        ]
  }
}

function isOver({ ended, lag, changedAtMs }: RunningAnswer, nowMs: number): boolean {
  if (ended === undefined) return false
  const waitMs = ended.how === 'aborted' ? abortedPatienceMs : patienceMs
  return lag.shown === lag.arrived || nowMs - changedAtMs >= waitMs
}
