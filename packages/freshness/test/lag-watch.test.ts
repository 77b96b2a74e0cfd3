import { LeakyBucket } from 'discord-sandbox/limits'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LagSample, LagWatch } from '../src/lag-watch.ts'
import { gridStepMs } from '../src/live-bound.ts'
import type { HowEnded } from '../src/model-event.ts'

/** A watch, and short words for what happens. */
class Scene {
  readonly watch = new LagWatch()
  readonly samples: LagSample[] = []

  begin(answer: number, atMs: number): void {
    this.watch.model({ kind: 'begun', answer, atMs, model: 'test' })
  }

  text(answer: number, atMs: number, text: string): void {
    this.watch.model({ kind: 'text', answer, atMs, text })
  }

  end(answer: number, atMs: number, how: HowEnded = 'finished'): void {
    this.watch.model({ kind: 'ended', answer, atMs, how })
  }

  show(messageId: string, atMs: number, content: string, channelId = 'c'): void {
    this.watch.message({ messageId, channelId, content, atMs })
  }

  tick(atMs: number): readonly LagSample[] {
    const samples = this.watch.tick(atMs)
    this.samples.push(...samples)
    return samples
  }
}

const sky = 'The sky is blue because air scatters short waves most of all.'
const sea = 'The sea is green because of all that lives and moves in it.'

describe('LagWatch', () => {
  it('tells the mean lag so far; what does not show counts until now', () => {
    const scene = new Scene()
    scene.begin(1, 900)
    scene.text(1, 1_000, 'abc ')
    scene.show('m', 1_200, '> Why?\n\nabc▋')
    scene.text(1, 2_000, 'defgh ')
    // abc 200 each, defgh 500 each.
    expect(scene.tick(2_500)).toMatchObject([
      { answer: 1, atMs: 2_500, arrived: 8, shown: 3, isFinal: false, messageIds: ['m'] },
    ])
    expect(scene.samples[0]?.meanLagMs).toBe((3 * 200 + 5 * 500) / 8)

    scene.show('m', 2_600, '> Why?\n\nabc de▋')
    scene.text(1, 3_000, 'ij.')
    scene.end(1, 3_100)
    scene.show('m', 3_500, '> Why?\n\nabc defgh ij.\n-# test · 3 tokens · 1.0 s\n')
    // de 600 each, fgh 1,500 each, ij 500 each.
    const lagMs = (3 * 200 + 2 * 600 + 3 * 1_500 + 2 * 500) / 10
    const [final] = scene.tick(9_000)
    expect(final).toMatchObject({ arrived: 10, shown: 10, meanLagMs: lagMs, isFinal: true })
    // Shown at 1,000, 2,000 and 3,000 there is no lag at all, and the bucket allows that.
    expect(final?.boundMs).toBe(0)
    expect(scene.tick(20_000)).toEqual([])
  })

  it('gives a few samples per second, whoever asks how often', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'abc')
    for (let atMs = 0; atMs < 3_000; atMs += 10) scene.tick(atMs)
    expect(scene.samples.length).toBe(10)
  })

  it('is never below 0, should the clock of who asks be behind', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 1_000, 'abc')
    expect(scene.tick(990)).toMatchObject([{ meanLagMs: 0 }])
  })

  it('tells nothing of an answer of which nothing came', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 5, ' **')
    scene.tick(1_000)
    scene.end(1, 1_100, 'failed')
    scene.tick(60_000)
    expect(scene.samples).toEqual([])
  })

  it('follows two answers at once with the same text in two channels', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.begin(2, 100)
    scene.text(1, 1_000, sky)
    scene.show('m1', 1_200, sky, 'c1')
    scene.text(2, 2_000, sky)
    scene.show('m2', 2_700, sky, 'c2')
    scene.end(1, 2_800)
    scene.end(2, 2_800)
    expect(scene.tick(3_000)).toMatchObject([
      { answer: 1, meanLagMs: 200, messageIds: ['m1'], isFinal: true },
      { answer: 2, meanLagMs: 700, messageIds: ['m2'], isFinal: true },
    ])
  })

  it('gives a message back that was taken for another answer with the same beginning', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.begin(2, 0)
    scene.text(1, 1_000, sky.slice(0, 6))
    scene.text(2, 1_000, sea.slice(0, 6))
    // Until now nothing tells them apart, and the older one is taken first.
    scene.show('sea', 1_100, 'The')
    scene.show('sky', 1_300, 'The')
    scene.text(1, 2_000, sky.slice(6))
    scene.text(2, 2_000, sea.slice(6))
    scene.show('sea', 2_100, sea)
    scene.show('sky', 2_300, sky)
    scene.end(1, 2_400)
    scene.end(2, 2_400)
    const samples = scene.tick(2_500)
    expect(samples).toMatchObject([
      { answer: 1, messageIds: ['sky'], isFinal: true },
      { answer: 2, messageIds: ['sea'], isFinal: true },
    ])
    // "The s." has 5 letters, 3 of which show before the rest.
    const lagOf = (text: string, first: number, second: number) => {
      const letters = text.replaceAll(/[^a-z]/gi, '').length
      return (3 * first + 2 * (1_000 + second) + (letters - 5) * second) / letters
    }
    expect(samples[0]?.meanLagMs).toBeCloseTo(lagOf(sky, 300, 300), 6)
    expect(samples[1]?.meanLagMs).toBeCloseTo(lagOf(sea, 100, 100), 6)
  })

  it('follows an answer over two messages, the second in the thread of the first', () => {
    const scene = new Scene()
    const one = 'word '.repeat(380)
    const two = 'more of it '.repeat(60)
    scene.begin(1, 0)
    scene.text(1, 0, one)
    scene.show('m1', 100, `> Why?\n\n${one}`)
    scene.text(1, 1_000, two)
    // Somebody else's answer is not a page of this one.
    scene.show('x', 1_050, 'something else entirely', 'm1')
    scene.show('m2', 1_400, two, 'm1')
    scene.end(1, 1_500)
    const [final] = scene.tick(1_600)
    expect(final).toMatchObject({ messageIds: ['m1', 'm2'], isFinal: true })
    const [first, second] = [4 * 380, 8 * 60]
    expect(final?.meanLagMs).toBeCloseTo((first * 100 + second * 400) / (first + second), 6)
  })

  it('follows two answers at once with the same text over two messages each', () => {
    const scene = new Scene()
    const [one, two] = ['word '.repeat(380), 'more of it '.repeat(60)]
    for (const answer of [1, 2]) {
      scene.begin(answer, 0)
      scene.text(answer, 0, one)
    }
    scene.show('a1', 100, one, 'a')
    scene.show('b1', 200, one, 'b')
    for (const answer of [1, 2]) scene.text(answer, 1_000, two)
    scene.show('b2', 1_100, two, 'b')
    scene.show('a2', 1_200, two, 'a1')
    for (const answer of [1, 2]) scene.end(answer, 1_300)
    expect(scene.tick(1_300)).toMatchObject([
      { answer: 1, messageIds: ['a1', 'a2'], isFinal: true },
      { answer: 2, messageIds: ['b1', 'b2'], isFinal: true },
    ])
  })

  it('goes on in a message that opens the code again which the one before had to close', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'See this:\n```ts\nconst one = 1\nlet two')
    scene.show('m1', 100, 'See this:\n```ts\nconst one = 1\n```')
    scene.show('m2', 200, '```ts\nlet```')
    expect(scene.tick(200)).toMatchObject([
      { shown: 'Seethistsconstone1let'.length, messageIds: ['m1', 'm2'] },
    ])
  })

  it('does not count what stands behind a gap', () => {
    const scene = new Scene()
    const words = Array.from({ length: 400 }, (_, index) => `w${index}x`)
    scene.begin(1, 0)
    scene.text(1, 0, words.join(' '))
    scene.show('m1', 100, words.slice(0, 200).join(' '))
    scene.show('m2', 200, words.slice(300).join(' '))
    const shown = words.slice(0, 200).join('').length
    expect(scene.tick(300)).toMatchObject([{ shown, messageIds: ['m1'] }])
    scene.show('m1', 400, words.slice(0, 300).join(' '))
    expect(scene.tick(700)).toMatchObject([
      { shown: words.join('').length, messageIds: ['m1', 'm2'] },
    ])
  })

  it('follows a table that is drawn anew', () => {
    const scene = new Scene()
    const before = 'Here is how long they live:\n\n'
    const table = '| animal | years |\n|---|---|\n| **fox** | 4 |\n| tortoise | 150 |\n'
    const after = '\nThat is all that I know about them.'
    const drawn = '```\nanimal   | years\n---------+------\nfox      | 4\ntortoise | 150\n```\n'
    scene.begin(1, 0)
    scene.text(1, 0, before + table)
    scene.show('m', 500, before + drawn)
    expect(scene.tick(500)).toMatchObject([{ arrived: 47, shown: 47, meanLagMs: 500 }])
    scene.text(1, 1_000, after)
    scene.end(1, 1_000)
    scene.show('m', 1_200, before + drawn + after)
    expect(scene.tick(1_200)).toMatchObject([{ arrived: 74, shown: 74, isFinal: true }])
  })

  it('follows a table that is drawn as a list, with its head again and again', () => {
    const scene = new Scene()
    const table =
      '| name | known for |\n|---|---|\n| Ada Lovelace | the first program |\n| Grace Hopper | the first compiler |\n'
    const drawn =
      '**name:** Ada Lovelace\n**known for:** the first program\n\n**name:** Grace Hopper\n**known for:** the first compiler\n'
    scene.begin(1, 0)
    scene.text(1, 0, `Two of them. ${table}`)
    scene.show('m', 100, `Two of them. ${drawn}`)
    scene.text(1, 200, 'Others came later.')
    scene.end(1, 200)
    scene.tick(250)
    expect(scene.samples[0]?.shown).toBe(
      'TwoofthemnameknownforAdaLovelacethefirstprogramGraceHopperthefirstcompiler'.length,
    )
    scene.show('m', 300, `Two of them. ${drawn}Others came later.`)
    expect(scene.tick(400)).toMatchObject([{ meanLagMs: 100, isFinal: true }])
  })

  it('finds its way through a list of short cells, and counts no more than what follows', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, '| x | y |\n|---|---|\n| ab | cd |\n| ef | gh |\nAnd more of it comes.')
    const list = '**x:** ab\n**y:** cd\n\n**x:** ef\n**y:** gh\n'
    scene.show('m', 100, `${list}And more▋`)
    expect(scene.tick(100)).toMatchObject([{ shown: 'xyabcdefghAndmore'.length }])
  })

  it('has an end also where the end is drawn with other letters', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'So it is $\\mathbf{x}^{\\alpha}$')
    scene.end(1, 10)
    scene.show('m', 100, 'So it is 𝐱ᵅ')
    // Three letters stand for as many of those that were drawn anew.
    expect(scene.tick(200)).toMatchObject([{ arrived: 18, shown: 6 + 3, isFinal: false }])
    expect(scene.tick(40_000)).toMatchObject([{ meanLagMs: 100, isFinal: true }])
  })

  it('counts what never shows until it waits no longer', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'abcd')
    scene.show('m', 100, 'ab')
    scene.end(1, 500, 'cut')
    expect(scene.tick(30_400)).toMatchObject([{ isFinal: false }])
    expect(scene.tick(30_500)).toMatchObject([{ isFinal: true, shown: 2 }])
    expect(scene.samples[1]?.meanLagMs).toBe((2 * 100 + 2 * 30_500) / 4)
  })

  it('does not count the time after an answer was stopped for what the bot had not read', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'abc')
    scene.text(1, 500, 'd')
    scene.end(1, 600, 'aborted')
    scene.show('m', 700, 'abc\n-# ⏹️ Stopped.')
    scene.tick(5_700)
    expect(scene.samples).toMatchObject([{ isFinal: true, meanLagMs: (3 * 700 + 100) / 4 }])
  })

  it('passes over the reasoning in front of an answer', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    for (const piece of ['\n<th', 'ink>Who as', 'ks?</think', '>\n', '\nabc'])
      scene.text(1, 0, piece)
    scene.show('m', 100, 'abc')
    expect(scene.tick(100)).toMatchObject([{ arrived: 3, shown: 3, meanLagMs: 100 }])
  })

  it('passes over the question, also where the answer begins with the same words', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, 'Why is the sky blue? Because')
    scene.show('m', 100, '> Why is the sky blue?\n\n▋')
    expect(scene.tick(100)).toMatchObject([{ shown: 0 }])
    scene.show('m', 500, '> Why is the sky blue?\n\nWhy▋')
    expect(scene.tick(500)).toMatchObject([{ shown: 3 }])
  })

  it('follows an answer that is asked for again in the same message, with the same words', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, sky)
    scene.show('m', 100, sky)
    scene.end(1, 100)
    scene.tick(200)
    scene.begin(2, 1_000)
    scene.text(2, 1_100, sky)
    // Only the buttons go.
    scene.show('m', 1_150, sky)
    scene.show('m', 1_200, sky.slice(0, 7))
    scene.show('m', 1_600, sky)
    scene.end(2, 1_600)
    const [final] = scene.tick(1_700)
    const letters = sky.replaceAll(/[^a-z]/gi, '').length
    expect(final).toMatchObject({ answer: 2, messageIds: ['m'], isFinal: true })
    expect(final?.meanLagMs).toBeCloseTo((6 * 100 + (letters - 6) * 500) / letters, 6)
  })

  it('follows an answer that goes on below what stands in the message', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, sky)
    scene.show('m', 100, `> Why?\n\n${sky}\n-# ⚠️ It is long.`)
    scene.end(1, 100)
    scene.tick(200)
    scene.begin(2, 1_000)
    scene.text(2, 1_100, sea)
    scene.show('m', 1_150, `> Why?\n\n${sky}`)
    scene.show('m', 1_300, `> Why?\n\n${sky} ${sea}`)
    scene.end(2, 1_600)
    expect(scene.tick(1_700)).toMatchObject([
      { answer: 2, messageIds: ['m'], meanLagMs: 200, isFinal: true },
    ])
  })

  it('ends an answer whose message shows another one', () => {
    const scene = new Scene()
    scene.begin(1, 0)
    scene.text(1, 0, sky)
    scene.show('m', 100, sky.slice(0, 40))
    scene.end(1, 200, 'aborted')
    scene.begin(2, 300)
    scene.text(2, 400, sea)
    scene.show('m', 500, sea.slice(0, 7))
    expect(scene.tick(600)).toMatchObject([
      { answer: 1, isFinal: true },
      { answer: 2, isFinal: false, shown: 6, messageIds: ['m'] },
    ])
  })

  describe('with an edit by the token of an interaction that allows one request per 10 s', () => {
    function sceneOf(messageId: string): Scene {
      const scene = new Scene()
      scene.watch.exchange({ ...exchange, answer: { id: messageId } })
      scene.begin(1, 1_000)
      scene.text(1, 1_000, 'a')
      scene.show('m', 1_000, 'a')
      scene.text(1, 3_000, 'b')
      return scene
    }

    it('takes the limits from the edits of its own messages, and the round trip from all', () => {
      const [own, other] = ['m', 'x'].map((messageId) => {
        const scene = sceneOf(messageId)
        scene.show('m', 11_000, 'ab')
        scene.end(1, 11_000)
        return scene.tick(11_200)[0]
      })
      // Best is to wait for both: 2,000 and 0. The round trip of 100 adds half of it.
      expect(own).toMatchObject({ isFinal: true, boundMs: 1_000 + 50 })
      expect(other).toMatchObject({ isFinal: true, boundMs: 0 + 50 })
    })

    it('asks of no schedule to show at once what has only just come', () => {
      // 0 and 400; to show the first at once takes 50 with it.
      expect(sceneOf('m').tick(3_400)).toMatchObject([{ meanLagMs: 200, boundMs: (50 + 400) / 2 }])
    })

    it('counts the messages that follow by the same token by the same limits', () => {
      const scene = new Scene()
      const route = '/webhooks/:application/:token'
      const one = { ...exchange, endedAt: 0, answer: { id: 'm' } }
      scene.watch.exchange(one)
      scene.watch.exchange({ ...one, method: 'POST', route, answer: { id: 'n' } })
      scene.begin(1, 0)
      scene.text(1, 0, 'a')
      scene.show('m', 0, 'a')
      scene.text(1, 2_000, 'b')
      scene.show('n', 10_000, 'b')
      scene.end(1, 10_000)
      expect(scene.tick(10_000)).toMatchObject([
        { meanLagMs: 4_000, boundMs: 1_000, messageIds: ['m', 'n'], isFinal: true },
      ])
    })

    it('counts the messages that follow by their own limits', () => {
      const scene = new Scene()
      scene.watch.exchange({ ...exchange, endedAt: 0, answer: { id: 'm' } })
      scene.begin(1, 0)
      scene.text(1, 0, 'abcdefgh')
      scene.show('m', 0, 'abcdefgh')
      scene.text(1, 1_000, 'ijkl')
      scene.show('n', 1_000, 'ijkl', 'm')
      scene.text(1, 2_000, 'mnop')
      scene.show('n', 2_000, 'ijklmnop', 'm')
      scene.end(1, 2_000)
      expect(scene.tick(2_000)).toMatchObject([
        { meanLagMs: 0, boundMs: 0, messageIds: ['m', 'n'], isFinal: true },
      ])
    })
  })

  it('is never below 0 and, but for the grid, never below the bound, for any schedule that the bucket allows', () => {
    const gap = fc.oneof(fc.constantFrom(0, 1, 25, 1_000), fc.integer({ min: 0, max: 400 }))
    const scene = fc.record({
      pieces: fc.array(fc.tuple(gap, fc.integer({ min: 1, max: 12 })), {
        minLength: 1,
        maxLength: 60,
      }),
      edits: fc.array(gap, { maxLength: 80 }),
      ticks: gap,
    })
    fc.assert(
      fc.property(scene, ({ pieces, edits, ticks }) => {
        const samples = play(pieces, edits, ticks + 50)
        expect(samples.at(-1)?.isFinal).toBe(true)
        const lengthMs = pieces.slice(1).reduce((sum, [ms]) => sum + ms, 0)
        const toleranceMs = gridStepMs(lengthMs, { kind: 'leaky', limit: 5, periodMs: 5_000 }) + 2
        for (const { meanLagMs, boundMs, isFinal } of samples) {
          expect(meanLagMs).toBeGreaterThanOrEqual(0)
          expect(boundMs).toBeGreaterThanOrEqual(0)
          expect(meanLagMs).toBeGreaterThanOrEqual(boundMs - toleranceMs)
          if (isFinal) expect(meanLagMs).toBeLessThan(60_000)
        }
      }),
      { numRuns: 300 },
    )
  })
})

const exchange = {
  number: 1,
  startedAt: 0,
  endedAt: 100,
  method: 'PATCH',
  path: '/',
  route: '/webhooks/:application/:token/messages/:message',
  parameters: { application: 'a', token: 't', message: '@original' },
  query: {},
  body: {},
  files: [],
  status: 200,
  headers: {
    'X-RateLimit-Limit': '1',
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset-After': '10.000',
  },
  answer: {},
  tookEffect: true,
  faults: [],
  botId: 'b',
}

/** One answer, typed by edits at the times given where the bucket lets them through, and once more at the end. */
function play(
  pieces: readonly (readonly [number, number])[],
  edits: readonly number[],
  tickMs: number,
): readonly LagSample[] {
  const scene = new Scene()
  const bucket = new LeakyBucket(5, 5_000)
  const events: { atMs: number; act: (atMs: number) => void }[] = []
  let atMs = 1_000
  let sent = ''
  let shown: string | undefined
  for (const [ms, length] of pieces) {
    atMs += ms
    const act = (now: number) => {
      const text = 'abcdefghijkl'.slice(0, length)
      sent += text
      scene.text(1, now, text)
    }
    events.push({ atMs, act })
  }
  const lastMs = atMs
  events.push({ atMs, act: (now) => scene.end(1, now) })
  const edit = (now: number) => {
    if (sent === '' || sent === shown) return
    // The create is counted apart.
    if (shown !== undefined && !bucket.take(now).allowed) return
    shown = sent
    scene.show('m', now, sent)
  }
  atMs = 1_000
  for (const ms of edits) {
    atMs += ms
    events.push({ atMs, act: edit })
  }
  for (let late = 0; late <= 6; late += 1) events.push({ atMs: lastMs + late * 1_000, act: edit })
  for (let now = 1_000; now <= lastMs + 7_000; now += tickMs) {
    events.push({ atMs: now, act: (due) => scene.tick(due) })
  }
  scene.begin(1, 1_000)
  for (const event of events.toSorted((one, other) => one.atMs - other.atMs)) event.act(event.atMs)
  scene.tick(Math.max(atMs, lastMs + 8_000))
  return scene.samples
}
