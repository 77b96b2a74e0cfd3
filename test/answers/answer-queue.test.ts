import { describe, expect, it } from 'vitest'
import { AnswerQueue } from '../../src/answers/answer-queue.ts'
import { isolated } from '../../src/answers/observer.ts'
import type { AnswerOutcome } from '../../src/core/answer/ending.ts'
import type { Journal, StartedAnswer } from '../../src/core/journal.ts'
import type { Models } from '../../src/core/model.ts'
import { EditPacer } from '../../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../../src/core/rate-limit/global-limit.ts'
import { FakeModel } from '../support/fake-model.ts'
import { FakeReply } from '../support/fake-reply.ts'
import { FakeTarget, requestTo } from '../support/fake-target.ts'
import { ManualClock, settle } from '../support/manual-clock.ts'
import { withoutSmallPrint } from '../support/small-print.ts'

/** A journal in memory: the attempts that have started and not ended. */
class FakeJournal implements Journal {
  readonly started = new Map<string, StartedAnswer>()
  claim = () => true
  start = (answer: StartedAnswer) => void this.started.set(answer.attempt, answer)
  addPage = () => undefined
  end = (attempt: string) => void this.started.delete(attempt)
  unfinished = () => []
}

const models: Models = {
  defaultName: async () => 'model',
  choosable: async () => ['model'],
  isChoosable: async () => true,
}

/** A queue whose models are told by the test what to say, in the order in which they are asked. */
function newQueue({ burstMs = 0, observerFails = false } = {}) {
  const clock = new ManualClock()
  const asked: FakeModel[] = []
  const ended: [
    trigger: string,
    ending: AnswerOutcome['ending']['kind'],
    others: readonly string[],
  ][] = []
  const journal = new FakeJournal()
  const failures: unknown[] = []
  const fail = () => {
    if (observerFails) throw new Error('the log is full')
  }
  const queue = new AnswerQueue({
    services: {
      model: {
        stream(request, signal) {
          const model = new FakeModel()
          asked.push(model)
          return model.stream(request, signal)
        },
        complete: async () => '',
      },
      timeouts: { startMs: 60_000, idleMs: 60_000 },
      pacer: new EditPacer(clock, new GlobalRateLimit(clock)),
      clock,
      showsFooter: false,
    },
    models,
    originals: { keep: () => undefined, find: () => new Map(), forget: () => undefined },
    journal,
    tokenCounter: () => async (texts) => texts.map(({ length }) => length),
    systemPrompt: 'Be brief.',
    contextTokens: 10_000,
    showsFooter: false,
    burstMs,
    notifyAfterMs: 1_000,
    observer: isolated(
      {
        started: fail,
        ended(trigger, { ending }, others) {
          ended.push([trigger, ending.kind, others])
          fail()
        },
        notifyFailed: fail,
        failed: fail,
      },
      (error) => failures.push(error),
    ),
  })
  const target = (options?: ConstructorParameters<typeof FakeTarget>[1]) =>
    new FakeTarget(new FakeReply(clock), options)
  /** Lets the newest model say a text and end. */
  const say = async (text: string) => {
    const model = asked.at(-1)
    model?.say(text)
    model?.finish()
    await settle()
    await clock.advance(5_000)
  }
  return { clock, asked, ended, journal, failures, queue, target, say }
}

const lastText = ({ reply }: FakeTarget) => withoutSmallPrint((reply as FakeReply).pages.join('\n'))

describe('requests of one conversation', () => {
  it('are answered one after the other, in their order', async () => {
    const { asked, queue, target, say } = newQueue()
    const [first, second] = [target({ isBatched: false }), target({ isBatched: false })]
    const both = [queue.answer(requestTo(first, '1')), queue.answer(requestTo(second, '2'))]
    await settle()
    expect(asked).toHaveLength(1)
    expect(queue.isBusy('1')).toBe(true)
    await say('One')
    expect(asked).toHaveLength(2)
    await say('Two')
    await Promise.all(both)
    expect([first, second].map(lastText)).toEqual(['One', 'Two'])
    expect(queue.isBusy('1')).toBe(false)
  })

  it('do not wait for those of another', async () => {
    const { asked, queue, target } = newQueue()
    void queue.answer(requestTo(target({ queueKey: 'a' }), '1'))
    void queue.answer(requestTo(target({ queueKey: 'b' }), '2'))
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('show their place while they wait', async () => {
    const { clock, queue, target, say } = newQueue()
    void queue.answer(requestTo(target({ isBatched: false }), '1'))
    const second = target({ isBatched: false })
    void queue.answer(requestTo(second, '2'))
    await clock.advance(2_000)
    expect(lastText(second)).toContain('waiting, 1 question before this one')
    await say('One')
    await say('Two')
    expect(lastText(second)).toBe('Two')
  })
})

describe('messages that come meanwhile', () => {
  it('join the answer that has not shown a word: the model is asked again with both', async () => {
    const { asked, ended, queue, target, say } = newQueue()
    void queue.answer(requestTo(target(), '1'))
    await settle()
    void queue.answer(requestTo(target(), '2'))
    await settle()
    expect(asked[0]?.aborted).toBe(true)
    await say('Both')
    expect(ended).toEqual([
      ['1', 'superseded', []],
      ['2', 'finished', ['1']],
    ])
  })

  it('are answered together by the next answer, where words show', async () => {
    const { clock, asked, ended, queue, target, say } = newQueue()
    void queue.answer(requestTo(target(), '1'))
    await settle()
    asked[0]?.say('Words that show')
    await clock.advance(2_000)
    void queue.answer(requestTo(target(), '2', { askerId: '8' }))
    void queue.answer(requestTo(target(), '3', { askerId: '9' }))
    await settle()
    expect(asked).toHaveLength(1)
    await say('.')
    expect(asked).toHaveLength(2)
    await say('Both')
    expect(ended.at(-1)).toEqual(['3', 'finished', ['2']])
  })

  it('are waited for, where that is set', async () => {
    const { clock, asked, ended, queue, target, say } = newQueue({ burstMs: 400 })
    void queue.answer(requestTo(target(), '1'))
    await clock.advance(300)
    void queue.answer(requestTo(target(), '2'))
    await clock.advance(300)
    expect(asked).toHaveLength(0)
    await clock.advance(200)
    expect(asked).toHaveLength(1)
    await say('Both')
    expect(ended).toEqual([['2', 'finished', ['1']]])
  })
})

describe('an answer', () => {
  it('that is stopped while it waits lets no model write', async () => {
    const { asked, queue, target, say } = newQueue()
    void queue.answer(requestTo(target({ isBatched: false }), '1'))
    const second = target({ isBatched: false })
    const done = queue.answer(requestTo(second, '2'))
    await settle()
    expect(queue.stop('2')).toBe(true)
    await say('One')
    await done
    expect(asked.slice(1).every(({ aborted }) => aborted)).toBe(true)
    expect(lastText(second)).not.toContain('One')
    expect(queue.stop('2')).toBe(false)
  })

  it('stops when its question is deleted, and when one of its pages is', async () => {
    const { asked, ended, queue, target } = newQueue()
    void queue.answer(requestTo(target({ queueKey: 'a' }), '1'))
    const request = requestTo(target({ queueKey: 'b' }), '2')
    void queue.answer(request)
    await settle()
    queue.addPage(request, { channelId: 'b', messageId: '22' })
    queue.onMessageDeleted('1')
    queue.onMessageDeleted('22')
    await settle()
    expect(asked.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(new Map(ended.map(([trigger, ending]) => [trigger, ending]))).toEqual(
      new Map([
        ['1', 'stopped'],
        ['2', 'gone'],
      ]),
    )
  })

  it('begins anew when its question is edited', async () => {
    const { asked, queue, target, say } = newQueue()
    void queue.answer(requestTo(target(), '1'))
    await settle()
    queue.onMessageEdited('1', 'something else')
    await settle()
    expect(asked.at(-1)?.asked[0]?.messages.at(-1)?.text).toBe('something else')
    await say('Yes')
  })

  it('is in the journal from the moment that it is asked for until it has ended', async () => {
    const { journal, queue, target, say } = newQueue()
    const done = queue.answer(requestTo(target(), '1'))
    expect([...journal.started.keys()]).toEqual(['1'])
    await settle()
    await say('Yes')
    await done
    expect(journal.started.size).toBe(0)
  })

  it('tells its asker when it took long', async () => {
    const { clock, asked, queue, target } = newQueue()
    const slow = target()
    void queue.answer(requestTo(slow, '1'))
    await clock.advance(3_000)
    asked[0]?.say('Late')
    asked[0]?.finish()
    await clock.advance(3_000)
    expect(slow.told.filter((one) => one.startsWith('notify'))).toHaveLength(1)
  })

  it('is whole, although the log and the metrics fail', async () => {
    const { failures, queue, target, say } = newQueue({ observerFails: true })
    const one = target()
    const done = queue.answer(requestTo(one, '1'))
    await settle()
    await say('A whole answer')
    await done
    expect(lastText(one)).toBe('A whole answer')
    expect(failures.length).toBeGreaterThan(0)
  })

  it('is only logged where its interaction was never acknowledged', async () => {
    const { asked, queue, target } = newQueue()
    const one = target({ isBatched: false })
    one.acknowledged = Promise.reject(new Error('Unknown interaction'))
    await queue.answer(requestTo(one, '1'))
    expect(asked).toHaveLength(0)
    expect(lastText(one)).toBe('')
  })
})

describe('at shutdown', () => {
  it('running answers may end, and those that take too long are interrupted', async () => {
    const { clock, asked, ended, queue, target } = newQueue()
    void queue.answer(requestTo(target({ queueKey: 'a' }), '1'))
    void queue.answer(requestTo(target({ queueKey: 'b' }), '2'))
    await settle()
    const down = queue.shutDown(10_000)
    asked[0]?.say('In time')
    asked[0]?.finish()
    await clock.advance(9_000)
    expect(ended.map(([trigger, ending]) => [trigger, ending])).toEqual([['1', 'finished']])
    await clock.advance(7_000)
    await down
    expect(ended.at(-1)).toEqual(['2', 'interrupted', []])
  })

  it('new questions are told to come again', async () => {
    const { queue, target, clock } = newQueue()
    await queue.shutDown(0)
    const late = target()
    const done = queue.answer(requestTo(late, '1'))
    await clock.advance(5_000)
    await done
    expect(lastText(late)).toContain('Please ask again')
  })
})
