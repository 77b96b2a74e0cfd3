/**
 * What can be seen of one streamed answer while it passes. Answers are numbered from 1 in the order
 * in which they were asked for; `atMs` is `performance.now()`. Each `begun` has one `ended`, and
 * nothing comes after it.
 */
export type ModelEvent =
  | {
      readonly kind: 'begun'
      readonly answer: number
      readonly atMs: number
      /** As the bot asked for it; empty where it named none. */
      readonly model: string
    }
  | {
      readonly kind: 'text'
      readonly answer: number
      readonly atMs: number
      /** Never empty. */
      readonly text: string
    }
  | {
      readonly kind: 'ended'
      readonly answer: number
      readonly atMs: number
      readonly how: HowEnded
    }

/**
 * `failed`: the server said so, or could not be reached. `cut`: the connection broke in the middle.
 * `aborted`: the bot wanted no more.
 */
export type HowEnded = 'finished' | 'failed' | 'cut' | 'aborted'
