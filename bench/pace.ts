import { FixedBucket, LeakyBucket, type Verdict } from 'discord-sandbox/limits'
import { type BucketRule, boundMs } from 'freshness'
import { conflate } from '../src/core/conflate.ts'
import { atOnce, EditPacer } from '../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../src/core/rate-limit/global-limit.ts'
import type { RateLimitState } from '../src/core/reply.ts'
import { ManualClock } from '../test/support/manual-clock.ts'
import { evenly, mean, percentile, sum } from './statistics.ts'

/**
 * How fresh answers are by the pace of `src/core`, in mean lag over the bound, for lengths that nobody
 * knows beforehand: the pace itself, on a clock that does not wait and without a network. The tokens
 * come one by one, as in the bench. The numbers in `src/core/rate-limit/edit-interval.ts` are the best of this. Run it by
 *
 *   node bench/pace.ts
 */

/** Where an answer is typed. */
interface Setting {
  readonly bucket: BucketRule
  /** In a thread, the create that begins the answer is counted apart. */
  readonly isThread: boolean
  readonly roundTripMs: number
  readonly tokensPerSecond: number
}

/** What paces one answer. */
type Pacer = Pick<EditPacer, 'observe' | 'expectEdits' | 'nextSlot'>

const lengthsMs = Array.from({ length: 24 }, (_, index) => 1_000 * 60 ** (index / 23))
const roundTripsMs = [50, 100]
const tokenRates = [20, 50]

const places = [
  { name: 'thread, 5 per 5 s', limit: 5, periodMs: 5_000, isThread: true },
  { name: '@original, 5 per 2 s', limit: 5, periodMs: 2_000, isThread: false },
  { name: 'thread, 3 per 6 s', limit: 3, periodMs: 6_000, isThread: true },
  { name: 'thread, 10 per 10 s', limit: 10, periodMs: 10_000, isThread: true },
]

const rules: Readonly<Record<string, (clock: ManualClock) => Pacer>> = {
  Platen: (clock) => new EditPacer(clock, new GlobalRateLimit(clock)),
  'A / (R + 1)': (clock) =>
    evenPacer(clock, ({ remaining, resetAfterMs }) => resetAfterMs / (remaining + 1)),
  'every 1.0 s': (clock) => evenPacer(clock, () => 1_000),
  'every 1.2 s': (clock) => evenPacer(clock, () => 1_200),
}

/** Waits so long from one request to the next; the last one goes at once if there is one to spare. */
function evenPacer(clock: ManualClock, gapMs: (quota: RateLimitState) => number): Pacer {
  let nextMs = 0
  let isSpare = true
  function observe(_: string, quota: RateLimitState | undefined, roundTripMs: number): void {
    if (quota === undefined) return
    nextMs = clock.now() - roundTripMs + Math.max(100, roundTripMs, gapMs(quota))
    isSpare = quota.remaining > 0
  }
  return {
    observe,
    expectEdits: () => undefined,
    nextSlot: (_, { ended }) => clock.sleep(nextMs - clock.now(), isSpare ? ended : undefined),
  }
}

interface Typed {
  readonly meanLagMs: number
  /** From the last token until it shows. */
  readonly lastLagMs: number
  readonly refused: number
}

async function type(
  { bucket, isThread, roundTripMs, tokensPerSecond }: Setting,
  rule: (clock: ManualClock) => Pacer,
  tokens: number,
): Promise<Typed> {
  const clock = new ManualClock()
  const pacer = rule(clock)
  const everyMs = 1_000 / tokensPerSecond
  const lags: number[] = []
  let refused = 0

  async function* model() {
    for (let token = 1; token <= tokens; token += 1) {
      await clock.sleep((token - 1) * everyMs - clock.now())
      yield token
    }
  }

  /** One request, repeated as long as it is refused. */
  async function send(token: number, take: (nowMs: number) => Verdict): Promise<RateLimitState> {
    await clock.sleep(roundTripMs / 2)
    const verdict = take(clock.now())
    if (verdict.allowed) {
      while (lags.length < token) lags.push(clock.now() - lags.length * everyMs)
    } else {
      refused += 1
      await clock.sleep(verdict.retryAfterMs)
    }
    await clock.sleep(roundTripMs / 2)
    return verdict.allowed ? { ...verdict, hash: 'messages' } : send(token, take)
  }

  async function answer(): Promise<void> {
    const [creates, edits] = [bucketOf(bucket), bucketOf(bucket)]
    const typing = conflate(model(), clock)
    await pacer.nextSlot({ bucket: isThread ? 'create' : 'edit', isGlobal: false }, atOnce)
    for await (const token of typing) {
      const isCreate = isThread && lags.length === 0
      const quota = await send(token, isCreate ? creates : edits)
      pacer.observe(isCreate ? 'create' : 'edit', quota, roundTripMs)
      pacer.expectEdits('edit', quota, roundTripMs)
      await pacer.nextSlot({ bucket: 'edit', isGlobal: false }, typing)
    }
  }

  await clock.run(answer())
  return { meanLagMs: mean(lags), lastLagMs: lags.at(-1) ?? Number.NaN, refused }
}

function bucketOf({ kind, limit, periodMs }: BucketRule): (nowMs: number) => Verdict {
  const bucket =
    kind === 'leaky' ? new LeakyBucket(limit, periodMs) : new FixedBucket(limit, periodMs)
  return (nowMs) => bucket.take(nowMs)
}

function leastLagMs({ isThread, tokensPerSecond, ...setting }: Setting, tokens: number): number {
  const arrivals = Array.from({ length: tokens }, (_, token) => ({
    atMs: (token * 1_000) / tokensPerSecond,
    characters: 1,
  }))
  const freePageCharacters = isThread ? Number.POSITIVE_INFINITY : undefined
  return boundMs(arrivals, { ...setting, freePageCharacters })
}

const figures = ['mean', 'worst', 'from 30 s', 'last edit, p95', '429s'] as const

async function measure(settings: readonly Setting[]): Promise<readonly (readonly string[])[]> {
  const answers = settings.flatMap((setting) =>
    lengthsMs.map((lengthMs) => {
      const tokens = Math.round((lengthMs * setting.tokensPerSecond) / 1_000)
      return { setting, lengthMs, tokens, leastMs: leastLagMs(setting, tokens) }
    }),
  )
  return Promise.all(
    Object.entries(rules).map(async ([name, rule]) => {
      const typed = await Promise.all(
        answers.map(async ({ setting, lengthMs, tokens, leastMs }) => {
          const { meanLagMs, lastLagMs, refused } = await type(setting, rule, tokens)
          const lateMs = lastLagMs - setting.roundTripMs / 2
          return { lengthMs, ratio: meanLagMs / leastMs, lateMs, refused }
        }),
      )
      // One length may be lucky in one setting and unlucky in the next.
      const byLength = lengthsMs.map((lengthMs) => {
        const here = typed.filter((one) => one.lengthMs === lengthMs)
        return { lengthMs, ratio: mean(here.map(({ ratio }) => ratio)) }
      })
      const long = byLength.filter(({ lengthMs }) => lengthMs >= 30_000)
      const late = percentile(evenly(typed.map(({ lateMs }) => lateMs)), 0.95)
      return [
        name,
        mean(byLength.map(({ ratio }) => ratio)).toFixed(2),
        Math.max(...byLength.map(({ ratio }) => ratio)).toFixed(2),
        Math.max(...long.map(({ ratio }) => ratio)).toFixed(2),
        `${late.toFixed(0)} ms late`,
        String(sum(typed.map(({ refused }) => refused))),
      ]
    }),
  )
}

function line([name = '', ...cells]: readonly string[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => cell.padStart(16)).join('')}\n`
}

process.stdout.write('Mean lag / bound of answers of 1 to 60 s\n')
for (const kind of ['leaky', 'fixed'] as const) {
  for (const { name, limit, periodMs, isThread } of places) {
    const settings = roundTripsMs.flatMap((roundTripMs) =>
      tokenRates.map((tokensPerSecond) => ({
        bucket: { kind, limit, periodMs },
        isThread,
        roundTripMs,
        tokensPerSecond,
      })),
    )
    process.stdout.write(`\n${line([`${name}, ${kind}`, ...figures])}`)
    for (const cells of await measure(settings)) process.stdout.write(line(cells))
  }
}
