import type { Json } from '../json.ts'

/** One HTTP request and what became of it. Times in milliseconds, monotonic (`performance.now()`). */
export interface Exchange {
  readonly number: number
  readonly startedAt: number
  readonly endedAt: number
  readonly method: string
  /** Below `/api`, with its version taken off, as it was sent. */
  readonly path: string
  /** For example `/channels/:channel/messages/:message`; undefined where no such route is. */
  readonly route: string | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** JSON, or the `payload_json` of a form. */
  readonly body: unknown
  readonly files: readonly { readonly name: string; readonly size: number }[]
  /** undefined: the connection was destroyed instead of an answer. */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly answer: unknown
  /** Did the request reach its route's handler and pass it? */
  readonly tookEffect: boolean
  /** The faults that touched it. */
  readonly faults: readonly string[]
  readonly botId: string | undefined
}

export interface UploadedFile {
  /** The `n` of `files[n]`. */
  readonly key: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface Answer {
  readonly status: number
  readonly body?: Json | readonly Json[]
}
