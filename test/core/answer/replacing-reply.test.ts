import { describe, expect, it } from 'vitest'
import { ReplacingReply } from '../../../src/core/answer/replacing-reply.ts'
import { FakeReply } from '../../support/fake-reply.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const notice = { text: '> Why?\n\n-# ⚠️ Busy.', buttons: [], isAnswer: false }
const words = { text: '> Why?\n\nBecause.', buttons: [], isAnswer: true }

function scene() {
  const old = new FakeReply(new ManualClock())
  return { old, reply: new ReplacingReply(old) }
}

describe('KeepingReply', () => {
  it('keeps the old answer when there are no words of a new one, and has what was said', async () => {
    const { old, reply } = scene()
    expect(await reply.put(0, notice)).toMatchObject({ kind: 'shown' })
    expect(await reply.trim(1)).toMatchObject({ kind: 'shown' })
    expect(old.puts).toBe(0)
    expect(old.trimmedTo).toEqual([])
    expect(reply.isReplaced).toBe(false)
    expect(reply.notice).toBe('-# ⚠️ Busy.')
  })

  it('replaces it from the first words on, whatever comes then', async () => {
    const { old, reply } = scene()
    await reply.put(0, words)
    await reply.put(0, notice)
    await reply.trim(1)
    expect(old.pages).toEqual([notice.text])
    expect(old.trimmedTo).toEqual([1])
    expect(reply.isReplaced).toBe(true)
  })
})
