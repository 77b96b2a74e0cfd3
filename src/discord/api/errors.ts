import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import type { GoneReason, Put } from '../../core/reply.ts'

/** Wait after a 429 that names no time, in milliseconds. */
const unnamedWaitMs = 1_000

/**
 * What an error of discord.js means for a page. Discord's own refusal of a request is final. Everything
 * else (rate limits, 5xx, pages of a proxy, timeouts, broken connections) may succeed later.
 */
export function putFailure(error: unknown): Exclude<Put, { kind: 'shown' }> {
  const reason = describeError(error)
  if (error instanceof RateLimitError) {
    // discord.js adds its own 50 ms twice, so 100 ms or less means that Discord named no time.
    return {
      kind: 'later',
      afterMs: error.retryAfter > 100 ? error.retryAfter : unnamedWaitMs,
      reason,
    }
  }
  if (error instanceof DiscordAPIError && isFinal(error)) {
    return { kind: 'gone', why: goneReasonOf(error), reason }
  }
  return { kind: 'later', afterMs: undefined, reason }
}

/** Codes of refusals that pass: rate limits of another kind, and an overloaded Discord. */
const passingCodes: readonly (number | string)[] = [
  20_016, 20_022, 20_028, 20_029, 30_046, 31_001, 31_002, 40_062, 40_333, 110_001, 130_000,
]

/** Discord's own refusal has one of its codes. What stands before Discord answers without one. */
function isFinal({ code, status }: DiscordAPIError): boolean {
  return typeof code === 'number' && code !== 0 && status !== 408 && !passingCodes.includes(code)
}

/** The codes of an interaction token that is not valid any more. */
const expiredTokenCodes: readonly (number | string)[] = [10015, 10062, 50027]

export const unknownMessage = 10_008

export const missingAccess = 50_001

const deletedCodes: readonly (number | string)[] = [unknownMessage, 10003]

/** Missing access, missing permissions. */
const forbiddenCodes: readonly (number | string)[] = [missingAccess, 50013]

/** An archived thread takes no edits; a locked thread takes nothing. */
export const archivedThread = 50_083
const lockedThread = 160_005

/** A user install can send five follow-ups to a command. */
const tooManyFollowUps = 40_094

function goneReasonOf(error: DiscordAPIError): GoneReason {
  const { code } = error
  if (deletedCodes.includes(code)) return 'deleted'
  if (code === archivedThread || code === lockedThread) return 'locked'
  if (code === tooManyFollowUps) return 'full'
  if (forbiddenCodes.includes(code)) return 'forbidden'
  return isTokenExpired(error) ? 'expired' : 'rejected'
}

export function isTokenExpired(error: unknown): boolean {
  return error instanceof DiscordAPIError && expiredTokenCodes.includes(error.code)
}

/** Whether Discord answered with this error code. */
export function hasErrorCode(error: unknown, code: number): boolean {
  return error instanceof DiscordAPIError && error.code === code
}

/** One line for the log. */
export function describeError(error: unknown): string {
  if (error instanceof RateLimitError) return `rate limited for ${error.retryAfter} ms`
  if (error instanceof DiscordAPIError) return `Discord says ${error.code}: ${error.message}`
  if (error instanceof HTTPError) return `Discord answered ${error.status}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
