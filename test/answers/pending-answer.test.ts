import { expect, it } from 'vitest'
import type { Asked } from '../../src/answers/answer-request.ts'
import { Underway } from '../../src/answers/pending-answer.ts'
import { FakeReply } from '../support/fake-reply.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { said } from '../support/messages.ts'

function message(id: string, askerId = '7'): Asked {
  return {
    ...{ attempt: id, trigger: id, askerId, locale: 'en-US', key: '1', guildId: null },
    origin: { kind: 'message', channelId: '1', messageId: id },
    post: said(id, `message ${id}`),
    read: undefined,
    header: '',
    reply: new FakeReply(new ManualClock()),
    isMessage: true,
  }
}

const words = { text: 'Words', buttons: [], isAnswer: true }
const idsOf = ({ questions }: Underway) => questions.map(({ trigger }) => trigger)

it('takes anybody’s messages while it waits, and belongs to the last of them', () => {
  const underway = new Underway(message('1'))
  expect(underway.join(message('2', '8'), false)).toBe(true)
  expect([idsOf(underway), underway.holder.trigger]).toEqual([['1', '2'], '2'])
  underway.takeBack('2')
  expect(underway.holder.trigger).toBe('1')
  underway.takeBack('1')
  expect(underway.stop.signal.aborted).toBe(true)
  expect(underway.join(message('3'), true)).toBe(false)
})

it('takes only its author’s as long as no words show, where that is wanted', async () => {
  const underway = new Underway(message('1'))
  underway.begin()
  expect(underway.join(message('2', '8'), true)).toBe(false)
  expect(underway.join(message('2'), false)).toBe(false)
  expect(underway.join(message('2'), true)).toBe(true)
  expect(underway.anew.signal.aborted).toBe(true)
  underway.begin()
  expect([underway.holder.trigger, underway.anew.signal.aborted]).toEqual(['2', false])
  await underway.replying.reply.put(0, words)
  expect(underway.join(message('3'), true)).toBe(false)
})

it('leaves the words that show when one of its messages is deleted, and stops with the last', async () => {
  const underway = new Underway(message('1'))
  underway.join(message('2'), true)
  underway.begin()
  await underway.replying.reply.put(0, words)
  underway.takeBack('1')
  expect([underway.anew.signal.aborted, underway.stop.signal.aborted]).toEqual([false, false])
  underway.takeBack('2')
  expect(underway.stop.signal.aborted).toBe(true)
})

it('asks anew without what was deleted before words show, and when a message says something else', () => {
  const underway = new Underway(message('1'))
  underway.join(message('2'), true)
  underway.begin()
  underway.takeBack('1')
  expect(underway.anew.signal.aborted).toBe(true)
  underway.begin()
  underway.change('2', 'message 2')
  expect(underway.anew.signal.aborted).toBe(false)
  underway.change('2', 'another')
  expect([underway.anew.signal.aborted, underway.asked.post.text]).toEqual([true, 'another'])
})
