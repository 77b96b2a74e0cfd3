import { answer, type Press, say } from '../core/answer.ts'
import { type Post, turnsBefore } from '../core/conversation.ts'
import { type Observer, stoppedByPerson } from '../core/ending.ts'
import type { CountTokens, Journal, Origin, Reply, Turn } from '../core/ports.ts'
import { transcript } from '../core/transcript.ts'
import { Turnstile } from '../core/turnstile.ts'
import { wordsFor } from '../core/words/languages.ts'
import type { ThreadAddress } from './history.ts'

/** A question as it came from Discord, and the messages in which its answer will stand. */
export interface Asked {
  /** The id of the interaction or message that asked. */
  readonly trigger: string
  readonly origin: Origin
  readonly text: string
  readonly locale: string
  /** What stands above the answer; see `Question`. */
  readonly quote: string
  /** The thread whose conversation goes on, or `undefined` where one begins. */
  readonly thread: ThreadAddress | undefined
  readonly reply: Reply
  /** Called when earlier questions to the same thread have been answered. */
  readonly onTurn?: () => void
}

export interface AnsweringParts {
  readonly press: Press
  readonly systemPrompt: string
  /** In tokens. */
  readonly contextTokens: number
  readonly countTokens: CountTokens
  /** Gives the newest posts of a thread with at least `enough` characters, oldest first. */
  readonly readPosts: (thread: ThreadAddress, enough: number) => Promise<readonly Post[]>
  readonly journal: Journal
  readonly observer: Observer
}

/** No tokenizer makes a token of more characters than this, on the average over a conversation. */
const charactersPerToken = 8

/** What interrupted answers have to show their ending when the process is to end. */
const endingMs = 5_000

/** Answers questions: those to one thread one at a time and in order, others at the same time. */
export class Answering {
  readonly #parts: AnsweringParts
  readonly #turnstile = new Turnstile()
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  /** One for each answer that is being typed or waits for its turn, by its trigger. */
  readonly #stops = new Map<string, AbortController>()
  #closed = false

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  /** Resolves when the answer has its ending. Never rejects: what fails is said and logged. */
  async answer(asked: Asked): Promise<void> {
    const { journal } = this.#parts
    const { trigger, origin, locale } = asked
    const key = asked.thread?.threadId ?? trigger
    const stop = new AbortController()
    this.#stops.set(trigger, stop)
    journal.begin(trigger, origin, locale)
    const running = this.#turnstile
      .enter(key, () => this.#answer(asked, stop))
      .catch((error: unknown) => this.#giveUp(asked, error, wordsFor(locale).failed.internal))
      .finally(() => {
        journal.end(trigger)
        this.#stops.delete(trigger)
      })
    this.#running.add(running)
    await running
    this.#running.delete(running)
  }

  /** Stops an answer at once, or before it begins; false where there is none to this trigger. */
  stop(trigger: string): boolean {
    const stop = this.#stops.get(trigger)
    stop?.abort(stoppedByPerson)
    return stop !== undefined
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

  async #answer(asked: Asked, stop: AbortController): Promise<void> {
    const { press, observer } = this.#parts
    const { trigger, quote, reply, onTurn } = asked
    const words = wordsFor(asked.locale)
    // The question was taken back while it waited.
    if (stop.signal.aborted) return
    if (asked.text.trim() === '') {
      await say({ notice: words.nothingAsked }, reply, press)
      return
    }
    onTurn?.()
    let turns: readonly Turn[]
    try {
      turns = await this.#transcript(asked)
    } catch (error) {
      return this.#giveUp(asked, error, words.historyUnreadable)
    }
    observer.began(trigger)
    const question = { transcript: turns, quote, words }
    if (this.#closed) stop.abort()
    const signal = AbortSignal.any([this.#stopping.signal, stop.signal])
    observer.answered(trigger, await answer(question, reply, press, signal))
  }

  async #giveUp({ trigger, reply }: Asked, error: unknown, notice: string): Promise<void> {
    this.#parts.observer.failed(trigger, error)
    await say({ notice }, reply, this.#parts.press)
  }

  async #transcript({ thread, trigger, text }: Asked): Promise<readonly Turn[]> {
    const { systemPrompt, contextTokens, countTokens, readPosts } = this.#parts
    const posts = thread ? await readPosts(thread, contextTokens * charactersPerToken) : []
    return transcript({
      system: systemPrompt,
      history: turnsBefore(posts, trigger),
      question: text,
      budget: contextTokens,
      count: countTokens,
    })
  }
}
