/** The port to the Discord messages that show an answer. `src/discord/messages` implements it. */

/** A bucket's state from Discord's rate-limit headers. */
export interface RateLimitState {
  /** Requests that a full bucket holds. */
  readonly limit: number
  /** Requests that are left. */
  readonly remaining: number
  /** Time until the bucket is full again (leaky) or its window ends (fixed). */
  readonly resetAfterMs: number
  /** `X-RateLimit-Bucket`. Buckets with the same hash have the same kind and size. */
  readonly hash?: string | undefined
}

/** The rate limits that a request counts against. */
export interface RateLimitKey {
  /** Requests with the same name share a bucket. */
  readonly bucket: string
  /** Whether the request also counts against the bot's global limit of 50 requests per second. */
  readonly isGlobal: boolean
}

/** Why Discord takes no more of an answer, for good. */
export type GoneReason =
  /** The message or its channel was deleted. */
  | 'deleted'
  /** The thread was locked. */
  | 'locked'
  /** A permission was taken away. */
  | 'forbidden'
  /** The interaction token expired, and the bot cannot write there without it. */
  | 'expired'
  /** Discord allows no further message. A user install gets five after a command. */
  | 'full'
  /** Any other refusal. */
  | 'rejected'

/** The result of one attempt to show a page. */
export type Put =
  | { readonly kind: 'shown'; readonly rateLimit: RateLimitState | undefined }
  /** Not shown, or unknown. The same page can be put again, after `afterMs` where Discord said so. */
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string }
  /** Discord refused the page for good. */
  | { readonly kind: 'gone'; readonly why: GoneReason; readonly reason: string }

/** The buttons of an answer: `stop` while it grows, the others when it has ended. */
export type ButtonKind = 'stop' | 'retry' | 'continue' | 'delete'

/** The content of one Discord message of an answer. */
export interface Page {
  readonly text: string
  /** Only the last page has buttons. */
  readonly buttons: readonly ButtonKind[]
  /** The whole answer, attached to the last page of a long one as a file. */
  readonly wholeText?: string
  /** Whether the text comes from the model. False for Platen's own notices. */
  readonly isAnswer: boolean
}

/** The Discord messages of one answer. Page 0 is the first. */
export interface Reply {
  /** The rate limits that the next `put` of this page counts against. */
  rateLimitKey(index: number): RateLimitKey
  /**
   * Shows a page by one request: creates its message or edits it. Never rejects for what Discord or
   * the network do. Putting a page again never makes a second message of it.
   */
  put(index: number, page: Page): Promise<Put>
  /** Deletes the messages behind the first `count` pages, which an earlier answer left there. */
  trim(count: number): Promise<Put>
}
