import { describe, expect, it } from 'vitest'
import { levelAfter } from '../../../../../playground/page/browser/panel/bucket-level.ts'

describe('how many requests may go at once', () => {
  const bucket = { limit: 5, remaining: 1, resetAfterMs: 4_000 }

  it('is what the answer says, and then one more in each second', () => {
    expect([0, 1_000, 2_500].map((ms) => levelAfter(ms, bucket))).toEqual([1, 2, 3.5])
  })

  it('is never more than the bucket holds, nor less than was told', () => {
    expect(levelAfter(60_000, bucket)).toBe(5)
    expect(levelAfter(-300, bucket)).toBe(1)
  })

  it('is all of it where nothing has to come back', () => {
    expect(levelAfter(0, { limit: 5, remaining: 5, resetAfterMs: 0 })).toBe(5)
  })
})
