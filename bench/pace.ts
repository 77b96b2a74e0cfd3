import { gapAfterCreateMs, gapMs, learn } from '../src/core/bucket.ts'
import { boundMs } from './bound/bound.ts'

/**
 * How fresh an answer is by the rules of `src/core/bucket.ts`, in mean lag over the bound, for
 * lengths that nobody knows beforehand: by arithmetic, without a network or a clock. It is where the
 * numbers in that file come from. Run it by `node bench/pace.ts`.
 */

interface Limits {
  readonly name: string
  readonly kind: 'leaky' | 'fixed'
  readonly limit: number
  readonly periodMs: number
  /** In a thread, the create that begins the answer is counted apart. */
  readonly isThread: boolean
}

/** A rule gives the wait after a request from what the bucket said, and whether that was a create. */
type Rule = () => (said: Said, nowMs: number, roundTripMs: number) => number

interface Said {
  readonly limit: number
  readonly remaining: number
  readonly resetAfterMs: number
  readonly isCreate: boolean
}

const lengthsMs = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60].map(
  (seconds) => seconds * 1_000,
)
const roundTripsMs = [50, 100, 150]

const places: readonly Limits[] = (['leaky', 'fixed'] as const).flatMap((kind) => [
  { name: `thread, ${kind}`, kind, limit: 5, periodMs: 5_000, isThread: true },
  { name: `@original, ${kind}`, kind, limit: 5, periodMs: 2_000, isThread: false },
])

const rules: Readonly<Record<string, Rule>> = {
  Platen: () => {
    let bucket: ReturnType<typeof learn>
    return (said, nowMs, roundTripMs) => {
      if (said.isCreate) return gapAfterCreateMs(said, roundTripMs)
      bucket = learn(bucket, said, nowMs)
      return gapMs(bucket, roundTripMs)
    }
  },
  'A / (R + 1)':
    () =>
    ({ remaining, resetAfterMs }, _, roundTripMs) =>
      Math.max(100, roundTripMs, resetAfterMs / (remaining + 1)),
  'every 1.0 s': () => () => 1_000,
  'every 1.2 s': () => () => 1_200,
}

/** A bucket that says after each request what its headers would; `undefined` for a 429. */
function bucketOf({
  kind,
  limit,
  periodMs,
}: Limits): (nowMs: number) => Omit<Said, 'isCreate'> | undefined {
  let tokens = limit
  let atMs = 0
  let startMs = Number.NEGATIVE_INFINITY
  return (nowMs) => {
    if (kind === 'leaky') {
      tokens = Math.min(limit, tokens + ((nowMs - atMs) * limit) / periodMs)
      atMs = nowMs
    } else if (nowMs >= startMs + periodMs) {
      startMs = nowMs
      tokens = limit
    }
    if (tokens < 1 - 1e-9) return undefined
    tokens -= 1
    const resetAfterMs =
      kind === 'leaky' ? ((limit - tokens) * periodMs) / limit : startMs + periodMs - nowMs
    return { limit, remaining: Math.floor(tokens + 1e-9), resetAfterMs }
  }
}

/** The mean lag of one answer of even speed, and how long after its end the last edit showed. */
function type(limits: Limits, rule: Rule, lengthMs: number, roundTripMs: number) {
  const take = bucketOf(limits)
  const next = rule()
  const delayMs = roundTripMs / 2
  let nowMs = 0
  let shownMs = 0
  let sum = 0
  let refused = 0
  for (let requests = 0; ; requests += 1) {
    const isCreate = limits.isThread && requests === 0
    const full = { limit: limits.limit, remaining: limits.limit - 1 }
    const resetAfterMs = limits.kind === 'leaky' ? limits.periodMs / limits.limit : limits.periodMs
    const said = isCreate ? { ...full, resetAfterMs } : take(nowMs)
    if (said === undefined) {
      refused += 1
      nowMs += 500
      continue
    }
    const untilMs = Math.min(nowMs, lengthMs)
    // Text that came from `shownMs` to `untilMs` shows at `nowMs + delayMs`.
    sum += (nowMs + delayMs) * (untilMs - shownMs) - (untilMs ** 2 - shownMs ** 2) / 2
    shownMs = untilMs
    if (shownMs >= lengthMs) {
      return { meanMs: sum / lengthMs, lastMs: nowMs + delayMs - lengthMs, refused }
    }
    const gap = next({ ...said, isCreate }, nowMs, roundTripMs)
    const planned = nowMs + gap
    // The model ends while the rule waits: the last edit goes if a request is to spare.
    const mayGo = isCreate || said.remaining >= 1
    nowMs = planned > lengthMs && mayGo ? Math.max(lengthMs, nowMs + roundTripMs) : planned
  }
}

function bound({ isThread, ...bucket }: Limits, lengthMs: number, roundTripMs: number): number {
  const everyMs = 10
  const arrivals = Array.from({ length: lengthMs / everyMs }, (_, index) => ({
    atMs: (index + 1) * everyMs,
    characters: 1,
  }))
  const freePageCharacters = isThread ? Number.POSITIVE_INFINITY : undefined
  return boundMs(arrivals, { bucket, roundTripMs, freePageCharacters })
}

const bounds = new Map<string, number>()

function ratios(limits: Limits, rule: Rule) {
  return roundTripsMs.flatMap((roundTripMs) =>
    lengthsMs.map((lengthMs) => {
      const key = `${limits.name} ${lengthMs} ${roundTripMs}`
      const least = bounds.get(key) ?? bound(limits, lengthMs, roundTripMs)
      bounds.set(key, least)
      const { meanMs, lastMs, refused } = type(limits, rule, lengthMs, roundTripMs)
      return { lengthMs, ratio: meanMs / least, lastMs: lastMs - roundTripMs / 2, refused }
    }),
  )
}

const columns = ['mean', 'worst', 'from 30 s', 'last edit late', '429s']
process.stdout.write(`mean lag / bound, ${lengthsMs[0]} to 60 s\n`)
for (const limits of places) {
  process.stdout.write(
    `\n${limits.name.padEnd(20)} ${columns.map((one) => one.padStart(15)).join('')}\n`,
  )
  for (const [name, rule] of Object.entries(rules)) {
    const all = ratios(limits, rule)
    const mean = all.reduce((sum, { ratio }) => sum + ratio, 0) / all.length
    const worst = Math.max(...all.map(({ ratio }) => ratio))
    const long = Math.max(...all.flatMap((one) => (one.lengthMs >= 30_000 ? one.ratio : [])))
    const late = Math.max(...all.map(({ lastMs }) => lastMs))
    const refused = all.reduce((sum, one) => sum + one.refused, 0)
    const figures = [
      mean.toFixed(2),
      worst.toFixed(2),
      long.toFixed(2),
      `${late.toFixed(0)} ms`,
      refused,
    ]
    const cells = figures.map((one) => String(one).padStart(15)).join('')
    process.stdout.write(`  ${name.padEnd(18)} ${cells}\n`)
  }
}
