import { expect, it } from 'vitest'
import { CancellableReply } from '../../../src/core/answer/cancellable-reply.ts'
import { FakeReply } from '../../support/fake-reply.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const page = (text: string, isAnswer: boolean) => ({ text, buttons: [], isAnswer })

it('lets nothing more through once it is closed, and says that there is nothing to show', async () => {
  const messages = new FakeReply(new ManualClock())
  const reply = new CancellableReply(messages)
  await reply.put(0, page('thinking', false))
  expect([reply.hasPages, reply.showsAnswer, reply.tryCancel()]).toEqual([true, false, true])
  expect(await reply.put(0, page('Too late', true))).toMatchObject({ kind: 'gone' })
  expect(await reply.trim(0)).toMatchObject({ kind: 'shown' })
  expect([messages.pages, messages.trimmedTo]).toEqual([['thinking'], []])
})

it('cannot be closed any more when words are there, or on their way', async () => {
  const clock = new ManualClock()
  const messages = new FakeReply(clock, 100)
  const reply = new CancellableReply(messages)
  const put = reply.put(0, page('Words', true))
  expect(reply.tryCancel()).toBe(false)
  await clock.advance(100)
  expect(await put).toMatchObject({ kind: 'shown' })
  await reply.trim(1)
  expect([messages.pages, messages.trimmedTo]).toEqual([['Words'], [1]])
})
