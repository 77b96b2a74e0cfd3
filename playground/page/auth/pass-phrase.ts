import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Nothing that looks like something else: no l, no o, no 0, no 1. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const length = 20

/** A pass phrase of 100 bits, in groups that a person can copy from one screen to another. */
export function makePassPhrase(): string {
  // 32 letters, so each byte gives five bits and none comes more often than another.
  const drawn = Array.from(randomBytes(length), (byte) => letters[byte % letters.length])
  return drawn.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** Compares without telling by its time how much of it was right. */
export function isSamePhrase(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

/** Keyboards differ in how they compose a letter, and what is copied brings spaces along. */
function digest(phrase: string): Buffer {
  return createHash('sha256').update(phrase.normalize('NFC').trim()).digest()
}
