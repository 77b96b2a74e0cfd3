import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Without look-alikes: no l, o, 0 or 1. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const length = 20

/** Makes a pass phrase of 100 bits, in groups that are easy to copy from another screen. */
export function makePassPhrase(): string {
  // 32 letters: each byte gives five bits, without bias.
  const drawn = Array.from(randomBytes(length), (byte) => letters[byte % letters.length])
  return drawn.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** Compares in constant time. */
export function isSamePhrase(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

/** Normalises first: keyboards compose letters differently, and copying adds spaces. */
function digest(phrase: string): Buffer {
  return createHash('sha256').update(phrase.normalize('NFC').trim()).digest()
}
