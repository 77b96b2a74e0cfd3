import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import type { GoneReason, Put } from '../../core/ports.ts'

/** A 429 that does not say for how long. */
const unnamedWaitMs = 1_000

/**
 * What an error of discord.js means for a page: Discord's own word on a request is final, everything
 * else (rate limits, Discord's faults, timeouts, broken connections) may go better another time.
 */
export function failedPut(error: unknown): Exclude<Put, { kind: 'shown' }> {
  const reason = describe(error)
  if (error instanceof RateLimitError) {
    // discord.js adds its own 50 ms twice; less than that was no time at all.
    return {
      kind: 'later',
      afterMs: error.retryAfter > 100 ? error.retryAfter : unnamedWaitMs,
      reason,
    }
  }
  if (error instanceof DiscordAPIError && error.status !== 408) {
    return { kind: 'gone', why: goneKindOf(error), reason }
  }
  return { kind: 'later', afterMs: undefined, reason }
}

/** The codes with which Discord says that an interaction's token is no longer good. */
const deadTokenCodes: readonly (number | string)[] = [10015, 10062, 50027]

export const unknownMessage = 10_008

export const missingAccess = 50_001

const deletedCodes: readonly (number | string)[] = [unknownMessage, 10003]

/** Missing access, missing permissions. */
const forbiddenCodes: readonly (number | string)[] = [missingAccess, 50013]

/** A thread that is archived takes no edits; one that is locked takes nothing. */
export const archivedThread = 50_083
const lockedThread = 160_005

/** Where the bot is a guest, five messages can follow the answer to a command. */
const tooManyFollowUps = 40_094

function goneKindOf(error: DiscordAPIError): GoneReason {
  const { code } = error
  if (deletedCodes.includes(code)) return 'deleted'
  if (code === archivedThread || code === lockedThread) return 'locked'
  if (code === tooManyFollowUps) return 'full'
  if (forbiddenCodes.includes(code)) return 'forbidden'
  return isDeadToken(error) ? 'expired' : 'rejected'
}

export function isDeadToken(error: unknown): boolean {
  return error instanceof DiscordAPIError && deadTokenCodes.includes(error.code)
}

/** Whether Discord answered with this code. */
export function hasCode(error: unknown, code: number): boolean {
  return error instanceof DiscordAPIError && error.code === code
}

/** One line for the log. */
export function describe(error: unknown): string {
  if (error instanceof RateLimitError) return `rate limited for ${error.retryAfter} ms`
  if (error instanceof DiscordAPIError) return `Discord says ${error.code}: ${error.message}`
  if (error instanceof HTTPError) return `Discord answered ${error.status}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
