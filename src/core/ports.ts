import type { Original } from './conversation/message.ts'

/**
 * The words in which the core speaks to the outside. Each is implemented by an adapter:
 * `Model` in src/model, `Reply` in src/discord, `Clock` in src/clock.ts.
 */

/** One contribution to a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** Tokens that a model counted for one request. */
export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
}

/** Why a model ended; `refusal`: what it said tells why it gives no answer. */
export type FinishReason = 'stop' | 'length' | 'filter' | 'refusal'

/** What a model sends while it answers, in this order: its name, text and thinking, `finish`, `usage`. */
export type ModelEvent =
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Reasoning: a sign of life that is never shown. */
  | { readonly kind: 'thinking' }
  | { readonly kind: 'finish'; readonly reason: FinishReason }
  | { readonly kind: 'usage'; readonly usage: Usage }

/** What a model is asked: for an answer to the newest turn. */
export interface ModelRequest {
  /** Oldest first. */
  readonly messages: readonly PromptMessage[]
  /** The model's name; `undefined`: the default. */
  readonly model?: string | undefined
}

export interface Model {
  /**
   * Throws a `ModelFailure` for everything that a model or its server can do wrong. When `signal`
   * aborts, the request is closed and the events end.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
  /**
   * The whole answer at once, without the reasoning in front of it: for a few words that nobody
   * waits for. '' where the model said nothing else. Rejects with a `ModelFailure`, also when
   * `signal` aborts.
   */
  complete(
    request: ModelRequest & { readonly maxTokens: number },
    signal: AbortSignal,
  ): Promise<string>
}

/** Which models there are to choose from. */
export interface Models {
  /** The default's name. Rejects with a `ModelFailure` where none can be told. */
  defaultName(): Promise<string>
  /**
   * What people may choose, the default first, then in the server's order: the server's list limited
   * by the allow-list. Where no list is known, the names of the allow-list that have no wildcard.
   * Never rejects, and takes no longer than two seconds.
   */
  choosable(): Promise<readonly string[]>
  /**
   * Whether a name may be asked for now: it is allowed, and the server still has it, where its list
   * is known. The default always may.
   */
  isChoosable(name: string): Promise<boolean>
}

/** What the headers of one answer of Discord said about the bucket it drew on. */
export interface RateLimitState {
  /** How many requests the bucket holds when it is full. */
  readonly limit: number
  readonly remaining: number
  /** Until the bucket is full again (leaky) or its window ends (fixed). */
  readonly resetAfterMs: number
  /** Names the limit: buckets with the same hash are of one kind and size. */
  readonly hash?: string | undefined
}

/** Why Discord shows no more of an answer, for good. */
export type GoneReason =
  /** Its message, or the channel, was deleted. */
  | 'deleted'
  /** Its thread was locked. */
  | 'locked'
  /** A permission was taken away. */
  | 'forbidden'
  /** The token of its interaction is dead, and there is no other way to it. */
  | 'expired'
  /** Discord allows no further message: where the bot is no member, 5 can follow a command. */
  | 'full'
  /** Any other refusal. */
  | 'rejected'

/** What became of one attempt to show a page. */
export type Put =
  | { readonly kind: 'shown'; readonly rateLimit: RateLimitState | undefined }
  /** Not shown, or nobody knows; the same page may be put again, after `afterMs` where it is known. */
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string }
  /** Discord said for good that this page cannot be shown. */
  | { readonly kind: 'gone'; readonly why: GoneReason; readonly reason: string }

/** The rate limits on which a request draws. */
export interface RateLimitKey {
  /** Its bucket: requests with the same name share it. */
  readonly bucket: string
  /** Whether it counts among the requests of the whole bot, too. */
  readonly isShared: boolean
}

/** What people can do with an answer: `stop` while it is being typed, the others when it has ended. */
export type ButtonKind = 'stop' | 'retry' | 'continue' | 'delete'

/** What one message of an answer shows. */
export interface Page {
  readonly text: string
  /** The buttons below it: the last page has them. */
  readonly buttons: readonly ButtonKind[]
  /** The whole answer in one piece, where it fills many pages: the last one has it as a file. */
  readonly wholeText?: string
  /** False where only Platen itself speaks: nothing came from the model. */
  readonly isAnswer: boolean
}

/** The messages of one answer: page 0 is the first. */
export interface Reply {
  /** On which limits the next `put` of this page will draw. */
  rateLimitKey(index: number): RateLimitKey
  /**
   * Shows a page by one request: creates its message, or edits it. Never rejects for what Discord
   * or the network do; a repeated put never makes a second message of the same page.
   */
  put(index: number, page: Page): Promise<Put>
  /** Takes away the messages behind the first `count` pages, which an earlier answer has left there. */
  trim(count: number): Promise<Put>
}

export interface Clock {
  /** Milliseconds, never going back. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Counts the tokens of each text as the model would, or rather more where it does not know. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>

/** Where an answer begins: what is needed to say something to the asker, also after a restart. */
export type Origin =
  | {
      readonly kind: 'interaction'
      readonly channelId: string
      readonly applicationId: string
      readonly token: string
    }
  | { readonly kind: 'message'; readonly channelId: string; readonly messageId: string }

/** What the journal notes of an answer when it begins. */
export interface StartedAnswer {
  /** The id of the command, message or button that began it: each answer has its own. */
  readonly attempt: string
  /** The id of the command or message that asked. */
  readonly trigger: string
  readonly askerId: string
  readonly origin: Origin
  readonly locale: string
}

/** An answer that was begun and has not ended. */
export interface UnfinishedAnswer extends StartedAnswer {
  /** The messages of its pages, in order; none when no words showed yet. */
  readonly pages: readonly { readonly channelId: string; readonly messageId: string }[]
}

/** What models wrote, of answers that cannot be read back from Discord as they were. */
export interface Originals {
  /** Never throws: without it, an answer is known as it shows. */
  keep(messageId: string, original: Original): void
  /** By the ids of the first messages of answers. */
  find(messageIds: readonly string[]): ReadonlyMap<string, Original>
  forget(messageId: string): void
}

/** The record of what was begun, which a restart repairs from. */
export interface Journal {
  /** Takes an attempt for good: true for the first who asks, also across restarts. */
  claim(attempt: string): boolean
  start(beginning: StartedAnswer): void
  addPage(attempt: string, page: { readonly channelId: string; readonly messageId: string }): void
  end(attempt: string): void
  /** What an earlier process left behind, oldest first. */
  unfinished(): readonly UnfinishedAnswer[]
}
