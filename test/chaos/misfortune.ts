import type { Discord, Match } from '../../playground/discord/index.ts'
import type { Random } from './random.ts'

type Kind = 'status' | 'drop' | 'delay' | 'rateLimit' | 'headers'

const kinds: readonly Kind[] = ['status', 'drop', 'delay', 'rateLimit', 'headers']

/** Plants up to three misfortunes among the requests whose path matches, and names them. */
export function plant(discord: Discord, random: Random, route: RegExp): readonly string[] {
  return Array.from({ length: random.between(0, 3) }, () => {
    const skip = random.between(0, 6)
    const times = random.between(1, 2)
    const what = plantOne(discord, random, { route, skip, times })
    return `${what}, ${times} times after ${skip} requests`
  })
}

function plantOne({ faults }: Discord, random: Random, match: Match): string {
  const kind = random.pick(kinds)
  if (kind === 'status') {
    const status = random.pick([500, 502, 503])
    faults.status(match, status)
    return `${status}`
  }
  if (kind === 'drop') {
    const when = random.pick(['before', 'after'] as const)
    faults.drop(match, when)
    return `connection dropped ${when} the request took effect`
  }
  if (kind === 'delay') {
    const ms = random.between(1, 700)
    const when = random.pick(['before', 'after'] as const)
    faults.delay(match, ms, when)
    return `${ms} ms delay ${when} the request took effect`
  }
  if (kind === 'rateLimit') {
    const retryAfterMs = random.between(50, 900)
    const form = random.pick(['headers', 'body', 'html'] as const)
    faults.rateLimit(match, { retryAfterMs, form })
    return `429 for ${retryAfterMs} ms (${form})`
  }
  faults.wrongHeaders(match, 'none')
  return 'no rate-limit headers'
}
