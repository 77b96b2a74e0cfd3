/** The first second of 2015, from which Discord counts. */
const epochMs = 1_420_070_400_000n

/** Makes ids as Discord does: 42 bits of time, 10 of machine, 12 of sequence; never twice, always rising. */
export class Snowflakes {
  #timeMs = 0n
  #sequence = 0n

  next(): string {
    const now = BigInt(Date.now())
    if (now > this.#timeMs) {
      this.#timeMs = now
      this.#sequence = 0n
    } else if (++this.#sequence > 0xfffn) {
      // More than 4,096 ids in a millisecond: borrow the next one rather than repeat an id.
      this.#timeMs += 1n
      this.#sequence = 0n
    }
    return (((this.#timeMs - epochMs) << 22n) | (1n << 17n) | this.#sequence).toString()
  }
}

/** Which of `shardCount` shards a guild's events go to. */
export function shardOf(guildId: string, shardCount: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shardCount))
}

/** ISO time at which an id was made. */
export function timeOf(snowflake: string): string {
  return new Date(Number((BigInt(snowflake) >> 22n) + epochMs)).toISOString()
}

/** Older ids are smaller. Compares as numbers: ids differ in length over the years. */
export function compareIds(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
}
