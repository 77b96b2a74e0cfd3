import { describe, expect, it } from 'vitest'
import { answer } from '../../../src/core/answer/answer.ts'
import { EndedAs } from '../../../src/core/answer/ending.ts'
import type { Question } from '../../../src/core/answer/question.ts'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { type ModelEvent, ModelFailure, type ModelRequest } from '../../../src/core/model.ts'
import { EditPacer } from '../../../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../../../src/core/rate-limit/global-limit.ts'
import { texts as english } from '../../../src/locales/en-US.ts'
import { FakeModel } from '../../support/fake-model.ts'
import { FakeReply } from '../../support/fake-reply.ts'
import { Feed } from '../../support/feed.ts'
import { ManualClock, settle } from '../../support/manual-clock.ts'

function scene({
  quote = '',
  roundTripMs = 0,
  textSoFar = '',
  isFirst = false,
  isDetached = false,
  notes = [] as readonly string[],
  chosen = undefined as string | undefined,
  showsFooter = false,
  clock = new ManualClock(),
  share = new GlobalRateLimit(clock),
  model = new FakeModel(),
} = {}) {
  const reply = new FakeReply(clock, roundTripMs)
  const stop = new AbortController()
  const timeouts = { startMs: 300_000, idleMs: 60_000 }
  const press = { model, timeouts, pacer: new EditPacer(clock, share), clock, showsFooter }
  const prompt = [{ role: 'user', text: 'Why?' } as const]
  const question: Question = {
    ...{ prompt, model: chosen, isPinned: chosen !== undefined, header: quote, textSoFar, isFirst },
    ...{ notes, isDetached, texts: english },
  }
  const done = answer(question, reply, press, stop.signal)
  return { clock, model, reply, stop, done }
}

describe('answer', () => {
  it('asks the model that the question names', async () => {
    const { clock, model, done } = scene({ chosen: 'large' })
    model.say('Because.')
    model.finish()
    await clock.advance(1_000)
    await done
    expect(model.asked).toEqual([{ messages: [{ role: 'user', text: 'Why?' }], model: 'large' }])
  })

  it('shows the first words at once and then the newest text, slot by slot', async () => {
    const { clock, model, reply, done } = scene()
    model.say('The')
    await settle()
    model.say(' quick', ' brown')
    await clock.advance(199)
    expect(reply.shown).toMatchObject([{ at: 0, page: 0, text: 'The' }])
    await clock.advance(1)
    model.say(' fox')
    model.finish()
    await clock.advance(1_000)
    expect(reply.shown.map(({ at, text }) => ({ at, text }))).toEqual([
      { at: 0, text: 'The' },
      { at: 200, text: 'The quick brown' },
      { at: 200, text: 'The quick brown fox' },
    ])
    expect((await done).ending).toEqual({ kind: 'finished' })
  })

  it('shows the last frame without waiting for its slot when a request is to spare', async () => {
    const { clock, model, reply, done } = scene()
    reply.quota = { limit: 5, remaining: 1, resetAfterMs: 4_000 }
    model.say('Almost')
    await settle()
    model.say(' done')
    await clock.advance(300)
    model.finish()
    await settle()
    await done
    expect(reply.shown.at(-1)).toMatchObject({ at: 300, page: 0, text: 'Almost done' })
  })

  it('waits for the bucket before the last frame when no request is left', async () => {
    const { clock, model, reply, done } = scene()
    reply.countsTogether = true
    reply.quota = { limit: 5, remaining: 0, resetAfterMs: 3_000 }
    model.say('Almost')
    await settle()
    model.say(' done')
    model.finish()
    await clock.advance(2_999)
    expect(reply.pages).toEqual(['Almost'])
    await clock.advance(1)
    await done
    expect(reply.pages).toEqual(['Almost done'])
  })

  it('reads the model on while an edit is under way, and sends only the newest text', async () => {
    const { clock, model, reply, done } = scene({ roundTripMs: 500 })
    model.say('a')
    await clock.advance(100)
    model.say('b', 'c')
    await clock.advance(100)
    model.say('d')
    await clock.advance(2_000)
    expect(reply.shown.map(({ text }) => text)).toEqual(['a', 'abcd'])
    model.finish()
    await clock.advance(2_000)
    await done
    expect(reply.pages).toEqual(['abcd'])
  })

  it('fills further pages with what one message cannot hold', async () => {
    const { clock, model, reply, done } = scene()
    const lines = Array.from({ length: 120 }, (_, number) => `Line ${number} ${'x'.repeat(40)}`)
    model.say(lines.join('\n'))
    model.finish()
    await clock.advance(10_000)
    await done
    expect(reply.pages.length).toBeGreaterThan(2)
    expect(joinPages(reply.pages)).toBe(lines.join('\n'))
    expect(reply.pages.every((page) => page.length <= 2_000)).toBe(true)
  })

  it('shows every page of a frame, also when no other follows for long', async () => {
    const { clock, model, reply } = scene()
    const lines = Array.from({ length: 120 }, (_, number) => `Line ${number} ${'x'.repeat(40)}`)
    model.say(lines.join('\n'))
    await clock.advance(5_000)
    expect(reply.pages.length).toBeGreaterThan(2)
    expect(joinPages(reply.pages)).toBe(lines.join('\n'))
  })

  it('chooses what a further page shows when that can be sent, and not with the page before', async () => {
    const { clock, model, reply } = scene({ roundTripMs: 500 })
    const lines = Array.from({ length: 60 }, (_, number) => `Line ${number} ${'x'.repeat(40)}`)
    model.say(lines.join('\n'))
    await clock.advance(400)
    model.say('\nand more')
    await clock.advance(3_000)
    const second = reply.shown.find(({ page }) => page === 1)
    expect(second?.text).toContain('and more')
  })

  it('shows what had come when a first request could go, where the bot has much to send', async () => {
    const clock = new ManualClock()
    const share = new GlobalRateLimit(clock)
    for (let other = 0; other < 60; other += 1) void share.acquire(AbortSignal.abort())
    const { model, reply } = scene({ clock, share })
    await clock.advance(500)
    model.say('The')
    await clock.advance(100)
    model.say(' quick')
    await clock.advance(100)
    model.say(' fox')
    await clock.advance(3_000)
    expect(reply.shown[0]?.text).toBe('The quick fox')
  })

  it('puts the question above the answer, but not before the first words', async () => {
    const { model, reply, done } = scene({ quote: '> Why?' })
    model.say('\n')
    await settle()
    expect(reply.puts).toBe(0)
    model.say('Because.')
    model.finish()
    await done
    expect(reply.pages).toEqual(['> Why?\n\nBecause.'])
  })

  it.each([
    ['stop', ''],
    ['length', `\n-# ⚠️ ${english.cutShort.length}`],
    ['filter', `\n-# ⚠️ ${english.cutShort.filter}`],
  ] as const)('keeps the text and ends it as the model did: %s', async (reason, notice) => {
    const { model, reply, done, clock } = scene()
    model.say('Some text')
    model.finish(reason)
    await clock.advance(5_000)
    await done
    expect(reply.pages).toEqual([`Some text${notice}`])
  })

  it('says so when the model had nothing to say', async () => {
    const { model, reply, done } = scene()
    model.say(' ')
    model.finish()
    expect((await done).ending).toEqual({ kind: 'empty' })
    expect(reply.pages).toEqual([`-# ⚠️ ${english.empty}`])
  })

  it('says so when the model only reasoned', async () => {
    const { model, reply, done } = scene({ quote: '> Why?' })
    model.say('<think>Let me see')
    await settle()
    expect(reply.puts).toBe(0)
    model.finish()
    await done
    expect(reply.pages).toEqual([`> Why?\n\n-# ⚠️ ${english.empty}`])
  })

  it('keeps the text of a model that fails midway, outside of the code it was writing', async () => {
    const { model, reply, done, clock } = scene()
    model.say('Look:\n```js\nlet a')
    await settle()
    model.feed.fail(new ModelFailure('overloaded', '503'))
    await clock.advance(5_000)
    const { ending } = await done
    expect(ending).toMatchObject({ kind: 'failed', failure: 'overloaded' })
    expect(reply.pages).toEqual([
      `Look:\n\`\`\`js\nlet a\n\`\`\`\n-# ⚠️ ${english.failed.overloaded}`,
    ])
  })

  it('calls a stream that ends without an end cut', async () => {
    const { model, reply, done, clock } = scene()
    model.say('Half an')
    model.feed.end()
    await clock.advance(5_000)
    await done
    expect(reply.pages).toEqual([`Half an\n-# ⚠️ ${english.failed.cut}`])
  })

  it('does not blame the model for a fault of its own', async () => {
    const { model, reply, done } = scene()
    model.feed.fail(new TypeError('undefined is not a function'))
    expect((await done).ending).toMatchObject({ kind: 'failed', failure: 'internal' })
    expect(reply.pages).toEqual([`-# ⚠️ ${english.failed.internal}`])
  })

  it('interrupts the model when told to stop, and ends what it had typed', async () => {
    const { model, reply, stop, done, clock } = scene()
    model.say('Half an')
    await settle()
    stop.abort()
    await clock.advance(5_000)
    expect((await done).ending).toEqual({ kind: 'interrupted' })
    expect(model.aborted).toBe(true)
    expect(reply.pages).toEqual([`Half an\n-# ⚠️ ${english.interrupted}`])
  })

  it('marks an answer that a person stopped, and stops the model at once', async () => {
    const { model, reply, stop, done, clock } = scene()
    model.say('Half an')
    await settle()
    stop.abort(new EndedAs({ kind: 'stopped' }))
    await settle()
    expect(model.aborted).toBe(true)
    await clock.advance(5_000)
    expect((await done).ending).toEqual({ kind: 'stopped' })
    expect(reply.pages).toEqual([`Half an\n-# ⏹️ ${english.stopped}`])
  })

  it('can be stopped on the page that grows, and nowhere when it has ended', async () => {
    const { clock, model, reply, done } = scene()
    const lines = Array.from({ length: 60 }, (_, number) => `Line ${number} ${'x'.repeat(40)}`)
    model.say('First\n')
    await clock.advance(2_000)
    model.say(lines.join('\n'))
    await clock.advance(5_000)
    expect(reply.buttons).toEqual([[], ['stop']])
    model.finish()
    await clock.advance(5_000)
    await done
    expect(reply.buttons).toEqual([[], ['retry', 'delete']])
  })

  it('tries a middle frame again that failed, though the model pauses', async () => {
    const { model, reply, done, clock } = scene()
    reply.outcomes.push({ kind: 'later', afterMs: 700, reason: 'rate limited' })
    model.say('One')
    await clock.advance(700)
    expect(reply.shown).toMatchObject([{ at: 700, page: 0, text: 'One' }])
    expect(reply.puts).toBe(2)
    await clock.advance(5_000)
    expect(reply.puts).toBe(2)
    model.finish()
    await clock.advance(5_000)
    await done
  })

  it('goes on after a middle frame that failed, with the newest text', async () => {
    const { model, reply, done, clock } = scene()
    reply.outcomes.push({ kind: 'later', afterMs: 700, reason: 'rate limited' })
    model.say('One')
    await settle()
    model.say(' two')
    await clock.advance(699)
    expect(reply.shown).toEqual([])
    await clock.advance(1)
    expect(reply.shown).toMatchObject([{ at: 700, page: 0, text: 'One two' }])
    model.finish()
    await clock.advance(5_000)
    await done
  })

  it('tries the last frame again until it shows', async () => {
    const { model, reply, done, clock } = scene()
    for (let failure = 0; failure < 6; failure += 1) {
      reply.outcomes.push({ kind: 'later', afterMs: undefined, reason: '502' })
    }
    model.say('All of it')
    model.finish()
    await clock.advance(60_000)
    expect((await done).unshownReason).toBeUndefined()
    expect(reply.pages).toEqual(['All of it'])
  })

  it('gives the last frame up when it did not show for a quarter of an hour', async () => {
    const { model, reply, done, clock } = scene()
    const never = { kind: 'later', afterMs: undefined, reason: '502' } as const
    reply.outcomes.push(...Array.from({ length: 1_000 }, () => never))
    model.say('All of it')
    model.finish()
    await clock.advance(20 * 60_000)
    expect((await done).unshownReason).toBe('502')
    expect(clock.sleepers).toBe(0)
  })

  it('stops the model and sends nothing more when its message is gone', async () => {
    const { model, reply, done, clock } = scene()
    reply.outcomes.push(
      { kind: 'shown', rateLimit: undefined },
      { kind: 'gone', why: 'deleted', reason: 'Unknown Message' },
    )
    model.say('One')
    await clock.advance(2_000)
    model.say(' two')
    await clock.advance(2_000)
    expect(await done).toMatchObject({
      ending: { kind: 'gone', why: 'deleted' },
      unshownReason: 'Unknown Message',
      undeliveredNotice: undefined,
    })
    expect(model.aborted).toBe(true)
    expect(reply.puts).toBe(2)
  })

  it('reports what is known of the answer', async () => {
    const { model, done, clock } = scene({ roundTripMs: 50 })
    await clock.advance(1_000)
    model.say('Yes.')
    await clock.advance(1_000)
    model.feed.push({ kind: 'usage', usage: { promptTokens: 7, completionTokens: 2 } })
    model.finish()
    await clock.advance(1_000)
    expect(await done).toEqual({
      ending: { kind: 'finished' },
      unshownReason: undefined,
      undeliveredNotice: undefined,
      characters: 4,
      text: 'Yes.',
      shown: 'Yes.',
      pages: 1,
      firstTextMs: 1_050,
      // One more round trip, to take the button away.
      totalMs: 2_050,
      model: undefined,
      usage: { promptTokens: 7, completionTokens: 2 },
    })
    expect(clock.sleepers).toBe(0)
  })

  it('ends an answer whose model is done, though its connection stays open', async () => {
    const { clock, model, reply, done } = scene()
    model.say('All of it')
    model.feed.push({ kind: 'finish', reason: 'stop' })
    await clock.advance(2_000)
    expect((await done).ending).toEqual({ kind: 'finished' })
    expect(model.aborted).toBe(true)
    expect(reply.pages).toEqual(['All of it'])
  })

  it('says that the model thinks after 10 s without a word, until the first ones show', async () => {
    const { clock, model, reply, done } = scene({ quote: '> Why?' })
    model.feed.push({ kind: 'thinking' })
    await clock.advance(9_999)
    expect(reply.puts).toBe(0)
    await clock.advance(1)
    expect(reply.pages).toEqual(['> Why?\n\n-# 💭 thinking, 10 s'])
    expect(reply.buttons).toEqual([['stop']])
    // What stands in front of the words is none.
    model.say('<think>Hm', 'm</think>')
    await clock.advance(5_000)
    expect(reply.pages).toEqual(['> Why?\n\n-# 💭 thinking, 15 s'])
    model.say('Because.')
    await settle()
    expect(reply.pages).toEqual(['> Why?\n\nBecause.'])
    model.finish()
    await clock.advance(60_000)
    expect((await done).firstTextMs).toBe(15_000)
    expect(reply.pages).toEqual(['> Why?\n\nBecause.'])
    expect(clock.sleepers).toBe(0)
  })

  it('can be stopped while the model thinks', async () => {
    const { clock, reply, stop, done } = scene()
    await clock.advance(12_000)
    stop.abort(new EndedAs({ kind: 'stopped' }))
    await clock.advance(1_000)
    expect((await done).ending).toEqual({ kind: 'stopped' })
    expect(reply.pages).toEqual([`-# ⏹️ ${english.stopped}`])
    expect(clock.sleepers).toBe(0)
  })

  it('lets the usual model answer where the one that was chosen is gone, and says so', async () => {
    const { clock, model, reply, done } = scene({
      ...{ chosen: 'large', showsFooter: true, model: new ModelWithout('large') },
    })
    model.feed.push({ kind: 'model', name: 'small' })
    model.say('Because.')
    model.finish()
    await clock.advance(1_000)
    expect((await done).ending).toEqual({ kind: 'finished' })
    expect(reply.pages[0]).toContain(`-# 📍 ${english.unpinned('large')}`)
    expect(reply.pages[0]).toContain('-# small · ')
  })

  it('names a model that was chosen as such', async () => {
    const { clock, model, reply, done } = scene({ chosen: 'large', showsFooter: true })
    model.feed.push({ kind: 'model', name: 'large' })
    model.say('Because.')
    model.finish()
    await clock.advance(1_000)
    await done
    expect(reply.pages[0]).toContain('-# 📌 large · ')
  })

  it('says below an answer what there is to say about it', async () => {
    const { clock, model, reply, done } = scene({ notes: ['-# ✂️ It was cut.'] })
    model.say('Because.')
    model.finish()
    await clock.advance(1_000)
    await done
    expect(reply.pages).toEqual(['Because.\n-# ✂️ It was cut.'])
  })

  it('has no buttons on many pages that nobody would find again', async () => {
    const short = scene({ isDetached: true })
    short.model.say('Because.')
    short.model.finish()
    await short.clock.advance(1_000)
    expect(short.reply.buttons).toEqual([['retry', 'delete']])
    const long = scene({ isDetached: true })
    long.model.say('word '.repeat(600))
    long.model.finish()
    await long.clock.advance(5_000)
    expect(long.reply.buttons).toEqual([[], []])
  })

  it('ends an answer whose model fell silent, before and after its first word', async () => {
    const silent = scene()
    await silent.clock.advance(299_999)
    expect(silent.reply.pages).toMatchObject([expect.stringMatching(/^-# 💭 thinking, \d+ s$/)])
    await silent.clock.advance(1)
    expect((await silent.done).ending).toMatchObject({ failure: 'never-started' })

    const stalled = scene()
    stalled.model.say('Well')
    await stalled.clock.advance(59_999)
    stalled.model.feed.push({ kind: 'thinking' })
    await stalled.clock.advance(59_999)
    expect(stalled.model.aborted).toBe(false)
    await stalled.clock.advance(1)
    expect((await stalled.done).ending).toMatchObject({ failure: 'stalled' })
    expect(stalled.model.aborted).toBe(true)
    expect(stalled.reply.pages).toEqual([`Well\n-# ⚠️ ${english.failed.stalled}`])
  })

  it('takes what a model thinks within its text for life, and shows none of it', async () => {
    const { clock, model, reply, done } = scene()
    model.say('<thi')
    await clock.advance(59_999)
    model.say('nk>Hm, ')
    await clock.advance(59_999)
    model.say('so.')
    await clock.advance(59_999)
    expect(model.aborted).toBe(false)
    expect(reply.pages).toMatchObject([expect.stringMatching(/^-# 💭 thinking, \d+ s$/)])
    await clock.advance(1)
    expect((await done).ending).toMatchObject({ failure: 'stalled' })
    await clock.advance(1_000)
    expect(reply.pages).toEqual([`-# ⚠️ ${english.failed.stalled}`])
  })

  it('says below the answer what wrote it and what that took, and once that it was an AI', async () => {
    const { clock, model, reply, done } = scene({ isFirst: true, showsFooter: true })
    model.feed.push({ kind: 'model', name: 'test-model' })
    model.say('Yes.')
    await clock.advance(4_000)
    model.feed.push({ kind: 'usage', usage: { promptTokens: 7, completionTokens: 2 } })
    model.finish()
    await clock.advance(1_000)
    await done
    expect(reply.pages).toEqual([`Yes.\n-# test-model · 2 tokens · 4.0 s\n-# 🤖 ${english.byAi}`])
  })

  it('keeps the line about the AI where the other one is switched off, and needs none without an answer', async () => {
    const plain = scene({ isFirst: true })
    plain.model.feed.push({ kind: 'model', name: 'test-model' })
    plain.model.say('Yes.')
    plain.model.finish()
    await plain.clock.advance(1_000)
    expect(plain.reply.pages).toEqual([`Yes.\n-# 🤖 ${english.byAi}`])

    const failed = scene({ isFirst: true, showsFooter: true })
    failed.model.feed.fail(new ModelFailure('busy', '429'))
    await failed.clock.advance(1_000)
    expect(failed.reply.pages).toEqual([`-# ⚠️ ${english.failed.busy}`])
  })

  it('says so when a model has only reasoned', async () => {
    const { clock, model, reply } = scene({ isFirst: true, showsFooter: true })
    model.feed.push({ kind: 'model', name: 'test-model' })
    model.say('<think>hm</think>')
    model.finish()
    await clock.advance(1_000)
    expect(reply.pages).toEqual([`-# ⚠️ ${english.empty}`])
  })

  it('goes on where an answer broke off, and can be told to go on again', async () => {
    const { clock, model, reply, done } = scene({ textSoFar: 'Once upon a ti' })
    model.say('me')
    await clock.advance(1_000)
    expect(reply.pages).toEqual(['Once upon a time'])
    model.say(' far')
    model.finish('length')
    await clock.advance(1_000)
    await done
    expect(reply.pages).toEqual([`Once upon a time far\n-# ⚠️ ${english.cutShort.length}`])
    expect(reply.buttons).toEqual([['retry', 'continue', 'delete']])
  })

  it('leaves what there is when nothing came to go on with', async () => {
    const { clock, model, reply } = scene({ textSoFar: 'Once upon a ti' })
    model.feed.fail(new ModelFailure('busy', '429'))
    await clock.advance(1_000)
    expect(reply.pages).toEqual([`Once upon a ti\n-# ⚠️ ${english.failed.busy}`])
    expect(reply.buttons).toEqual([['retry', 'continue', 'delete']])
  })

  it('shows nothing more when its question has changed', async () => {
    const { clock, model, reply, stop, done } = scene()
    model.say('Half an')
    await settle()
    stop.abort(new EndedAs({ kind: 'superseded' }))
    await clock.advance(5_000)
    expect((await done).ending).toEqual({ kind: 'superseded' })
    expect(model.aborted).toBe(true)
    expect(reply.pages).toEqual(['Half an'])
  })

  it('ends with a mark when the time is over in which Discord lets it be written', async () => {
    const { clock, model, reply, stop, done } = scene()
    model.say('Half an')
    await settle()
    stop.abort(new EndedAs({ kind: 'gone', why: 'expired' }))
    await clock.advance(5_000)
    expect(await done).toMatchObject({
      ending: { kind: 'gone', why: 'expired' },
      unshownReason: undefined,
    })
    expect(reply.pages).toEqual([`Half an\n-# ⚠️ ${english.gone.expired}`])
  })

  it('takes the messages away that it does not need', async () => {
    const { clock, model, reply, done } = scene()
    model.say('Short.')
    model.finish()
    await clock.advance(1_000)
    await done
    expect(reply.trimmedTo).toEqual([1])
  })

  const lines = Array.from({ length: 60 }, (_, number) => `Line ${number} ${'x'.repeat(40)}`)
  const locked = { kind: 'gone', why: 'locked', reason: 'Thread is locked' } as const

  it('ends on the last page that shows when Discord takes no further one', async () => {
    const { clock, model, reply, done } = scene()
    model.say(lines.slice(0, 20).join('\n'))
    await clock.advance(2_000)
    reply.outcomes.push({ kind: 'shown', rateLimit: undefined }, locked)
    model.say(lines.slice(20).join('\n'))
    await clock.advance(5_000)
    expect(await done).toMatchObject({
      ending: { kind: 'gone', why: 'locked' },
      unshownReason: 'Thread is locked',
      undeliveredNotice: undefined,
    })
    expect(model.aborted).toBe(true)
    const [page = '', ...others] = reply.pages
    expect(others).toEqual([])
    expect(page).toMatch(/^Line 0 x+\nLine 1 /)
    expect(page.endsWith(`\n-# ⚠️ ${english.gone.locked}`)).toBe(true)
    expect(page.length).toBeLessThanOrEqual(2_000)
    expect(reply.buttons).toEqual([['retry', 'delete']])
  })

  it.each([
    ['ends with a mark where it still shows, when another page of it is deleted', 0, true],
    ['sends nothing more when the page that grows is deleted', 1, false],
  ])('%s', async (_, page, hasMark) => {
    const { clock, model, reply, stop, done } = scene()
    model.say(lines.join('\n'))
    await clock.advance(5_000)
    const [first, second] = reply.pages
    expect(second).toMatch(/Line 59/)
    stop.abort(new EndedAs({ kind: 'gone', why: 'deleted', page }))
    await clock.advance(5_000)
    expect((await done).ending).toEqual({ kind: 'gone', why: 'deleted' })
    const mark = hasMark ? `\n-# ⏹️ ${english.stopped}` : ''
    expect(reply.pages).toEqual([first, `${second}${mark}`])
    expect(model.aborted).toBe(true)
  })

  it('gives back what it could say nowhere', async () => {
    const { clock, model, reply, done } = scene()
    reply.outcomes.push(locked)
    model.say('One')
    await clock.advance(5_000)
    expect(await done).toMatchObject({ undeliveredNotice: english.gone.locked })
    expect(reply.pages).toEqual([])
  })

  it('has the whole text along on the last page when there are many', async () => {
    const { clock, model, reply, done } = scene()
    const text = Array.from({ length: 5 }, () => lines.join('\n')).join('\n')
    model.say(`<think>hm</think>\n${text}`)
    model.finish()
    await clock.advance(60_000)
    expect((await done).pages).toBeGreaterThan(5)
    expect(reply.files).toEqual([...reply.pages.slice(1).map(() => undefined), text])
  })
})

/** A model whose server does not know one name. */
class ModelWithout extends FakeModel {
  readonly #gone: string

  constructor(gone: string) {
    super()
    this.#gone = gone
  }

  override stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    if (request.model !== this.#gone) return super.stream(request, signal)
    const failed = new Feed<ModelEvent>()
    failed.fail(new ModelFailure('not-found', 'no such model'))
    return failed
  }
}
