import type { Exchange } from 'discord-sandbox'
import type { BucketRule } from './bound/grid.ts'
import { BucketReading, quotaIn, usualBucket } from './bucket-reading.ts'

/** The newest so many are remembered. */
const mostMessages = 200
const mostBuckets = 100
const mostTrips = 15

/** The requests of which each draws on the bucket of the message's edits. */
const routes = [
  'PATCH /channels/:channel/messages/:message',
  'PATCH /webhooks/:application/:token/messages/:message',
  'POST /webhooks/:application/:token',
]

interface KnownMessage {
  readonly reading: BucketReading
  /** Whether its last request went by the token of an interaction. */
  readonly isByToken: boolean
}

/** What Discord allows to the edits of each message, as far as the answers to them have told. */
export class EditLimits {
  readonly #buckets = new Map<string, BucketReading>()
  readonly #messages = new Map<string, KnownMessage>()
  #tripsMs: number[] = []

  /** The median of the newest edits; 0 before the first. */
  get roundTripMs(): number {
    const sorted = this.#tripsMs.toSorted((one, other) => one - other)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }

  note({ method, route, parameters, status, headers, answer, startedAt, endedAt }: Exchange): void {
    if (status !== 200 || !routes.includes(`${method} ${route}`)) return
    const id = idOf(answer)
    const quota = quotaIn(headers)
    if (id === undefined || quota === undefined) return
    this.#tripsMs = [...this.#tripsMs, endedAt - startedAt].slice(-mostTrips)
    const { channel, token } = parameters
    const key = channel ?? token ?? ''
    const reading = this.#buckets.get(key) ?? new BucketReading()
    reading.note(quota, startedAt)
    keep(this.#buckets, key, reading, mostBuckets)
    keep(this.#messages, id, { reading, isByToken: token !== undefined }, mostMessages)
  }

  /**
   * The bucket of messages that go by the token of an interaction, where creates cost like edits, and
   * how many of these messages do before the first that does not.
   */
  byToken(messageIds: readonly string[]): {
    readonly byToken: BucketRule | undefined
    readonly count: number
  } {
    const known = messageIds.map((id) => this.#messages.get(id))
    const end = known.findIndex((one) => !one?.isByToken)
    const count = end === -1 ? known.length : end
    return { byToken: count === 0 ? undefined : known[0]?.reading.rule, count }
  }

  /** The bucket of messages that are edited where they stand: of several, the one that fills fastest. */
  inPlace(messageIds: readonly string[]): BucketRule {
    const [fastest = usualBucket] = messageIds
      .flatMap((id) => this.#messages.get(id) ?? [])
      .map(({ reading }) => reading.rule)
      .sort((one, other) => one.periodMs / one.limit - other.periodMs / other.limit)
    return fastest
  }
}

/** Puts the newest last, and forgets the oldest. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

function idOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) return undefined
  return typeof answer.id === 'string' ? answer.id : undefined
}
