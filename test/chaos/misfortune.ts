import type { Discord, Fault, Match, RateLimitFault } from 'discord-sandbox'
import type { Random } from './random.ts'

/** Something that goes wrong with one request, or two, to Discord. */
export interface Misfortune {
  /** So many of the question's requests pass first. */
  readonly skip: number
  readonly times: number
  readonly story: string
  plant(discord: Discord, match: Match): Fault
}

type Kind = (random: Random) => Pick<Misfortune, 'story' | 'plant'>

const status: Kind = (random) => {
  const code = random.pick([500, 502, 503, 504])
  const body = random.pick([
    undefined,
    { message: 'Internal Server Error', code: 0 },
    '<html>Bad Gateway</html>',
  ])
  return {
    story: `${code}`,
    plant: ({ faults }, match) => faults.status(match, code, body),
  }
}

const drop: Kind = (random) => {
  const when = random.pick(['before', 'after'] as const)
  return {
    story: `connection dropped ${when} the request took effect`,
    plant: ({ faults }, match) => faults.drop(match, when),
  }
}

const delay: Kind = (random) => {
  const ms = random.pick([50, 700, 3_000, 9_000])
  const when = random.pick(['before', 'after'] as const)
  return {
    story: `${ms} ms delay ${when} the request took effect`,
    plant: ({ faults }, match) => faults.delay(match, ms, when),
  }
}

const rateLimit: Kind = (random) => {
  const retryAfterMs = random.pick([0, 80, 900, 5_000, 20_000])
  const scope = random.pick(['user', 'global', 'shared'] as const)
  const form = random.pick([undefined, 'headers', 'body', 'html'] as const)
  const limit: RateLimitFault = { retryAfterMs, scope, ...(form && { form }) }
  return {
    story: `429 for ${retryAfterMs} ms (${scope}, ${form ?? 'headers and body'})`,
    plant: ({ faults }, match) => faults.rateLimit(match, limit),
  }
}

const shortDelay: Kind = (random) => {
  const when = random.pick(['before', 'after'] as const)
  return {
    story: `900 ms delay ${when} the request took effect`,
    plant: ({ faults }, match) => faults.delay(match, 900, when),
  }
}

const shortLimit: Kind = () => ({
  story: '429 for 900 ms',
  plant: ({ faults }, match) => faults.rateLimit(match, { retryAfterMs: 900 }),
})

const wrongHeaders: Kind = (random) => {
  const name = random.pick(['Limit', 'Remaining', 'Reset', 'Reset-After', 'Bucket'])
  const value = random.pick(['0', '999', '-1', 'NaN', '', '3', '20.5'])
  const headers = random.pick(['none', { [`X-RateLimit-${name}`]: value }] as const)
  return {
    story: headers === 'none' ? 'no rate-limit headers' : `header ${JSON.stringify(headers)}`,
    plant: ({ faults }, match) => faults.wrongHeaders(match, headers),
  }
}

const kinds: readonly Kind[] = [status, drop, delay, rateLimit, wrongHeaders]

/** Up to `most` misfortunes among what the bot writes. */
export function misfortunes(random: Random, most: number): readonly Misfortune[] {
  return Array.from({ length: random.between(0, most) }, () =>
    misfortune(random, random.pick(kinds), { latest: 8, most: 2 }),
  )
}

/** At most one of them among what the bot reads: it tries four times to read a thread. */
export function readMisfortunes(random: Random): readonly Misfortune[] {
  if (random.chance(0.7)) return []
  return [misfortune(random, random.pick(kinds), { latest: 1, most: 2 })]
}

/** At most one with the acknowledgement of a command: Discord waits 3 s for it. */
export function acknowledgeMisfortunes(random: Random): readonly Misfortune[] {
  if (random.chance(0.7)) return []
  const kind = random.pick([status, drop, shortDelay, shortLimit, wrongHeaders])
  return [misfortune(random, kind, { latest: 0, most: 1 })]
}

function misfortune(
  random: Random,
  kind: Kind,
  { latest, most }: { readonly latest: number; readonly most: number },
): Misfortune {
  const skip = random.between(0, latest)
  const times = random.between(1, most)
  const { story, plant } = kind(random)
  return {
    skip,
    times,
    story: `${story}, ${times} times after ${skip} requests`,
    plant: (discord, match) => plant(discord, { ...match, skip, times }),
  }
}
