import { expect, it } from 'vitest'
import type { AnswerRequest } from '../../src/answers/answer-request.ts'
import { PendingAnswer } from '../../src/answers/pending-answer.ts'
import { FakeReply } from '../support/fake-reply.ts'
import { FakeTarget, requestTo } from '../support/fake-target.ts'
import { ManualClock } from '../support/manual-clock.ts'

const message = (id: string, askerId = '7'): AnswerRequest =>
  requestTo(new FakeTarget(new FakeReply(new ManualClock())), id, { askerId })

const words = { text: 'Words', buttons: [], isAnswer: true }
const idsOf = ({ requests }: PendingAnswer) => requests.map(({ trigger }) => trigger)

it('takes anybody’s messages while it waits, and belongs to the last of them', () => {
  const pending = new PendingAnswer(message('1'))
  expect(pending.join(message('2', '8'), false)).toBe(true)
  expect([idsOf(pending), pending.owner.trigger]).toEqual([['1', '2'], '2'])
  pending.withdraw('2')
  expect(pending.owner.trigger).toBe('1')
  pending.withdraw('1')
  expect(pending.stop.signal.aborted).toBe(true)
  expect(pending.join(message('3'), true)).toBe(false)
})

it('takes only its author’s as long as no words show, where that is wanted', async () => {
  const pending = new PendingAnswer(message('1'))
  pending.start()
  expect(pending.join(message('2', '8'), true)).toBe(false)
  expect(pending.join(message('2'), false)).toBe(false)
  expect(pending.join(message('2'), true)).toBe(true)
  expect(pending.restart.signal.aborted).toBe(true)
  pending.start()
  expect([pending.owner.trigger, pending.restart.signal.aborted]).toEqual(['2', false])
  await pending.holder.reply.put(0, words)
  expect(pending.join(message('3'), true)).toBe(false)
})

it('leaves the words that show when one of its messages is deleted, and stops with the last', async () => {
  const pending = new PendingAnswer(message('1'))
  pending.join(message('2'), true)
  pending.start()
  await pending.holder.reply.put(0, words)
  pending.withdraw('1')
  expect([pending.restart.signal.aborted, pending.stop.signal.aborted]).toEqual([false, false])
  pending.withdraw('2')
  expect(pending.stop.signal.aborted).toBe(true)
})

it('asks anew without what was deleted before words show, and when a message says something else', () => {
  const pending = new PendingAnswer(message('1'))
  pending.join(message('2'), true)
  pending.start()
  pending.withdraw('1')
  expect(pending.restart.signal.aborted).toBe(true)
  pending.start()
  pending.edit('2', 'message 2')
  expect(pending.restart.signal.aborted).toBe(false)
  pending.edit('2', 'another')
  expect([pending.restart.signal.aborted, pending.request.message.text]).toEqual([true, 'another'])
})
