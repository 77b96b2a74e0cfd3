import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Reasoning } from '../../../src/core/markdown/reasoning.ts'

/** The answer behind the reasoning, from a text that comes in pieces; what shows after each of them. */
function shown(pieces: readonly string[]): readonly string[] {
  const reasoning = new Reasoning()
  let text = ''
  return pieces.map((piece, index) => {
    text += piece
    const from = reasoning.beginning(text, index === pieces.length - 1)
    return from === undefined ? '' : text.slice(from)
  })
}

/** Cuts a text into pieces at any places. */
function cutAt(text: string, places: readonly number[]): readonly string[] {
  const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...cuts].map((cut, index) => text.slice(cut, cuts[index] ?? text.length))
}

const places = fc.array(fc.nat({ max: 1_000 }), { maxLength: 20 })
const tag = fc.constantFrom('think', 'thinking', 'reasoning', 'THINK')
const space = fc.constantFrom('', '\n', ' \n\n')
/** What a model may think: anything but the end of it. */
const thought = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('<', '</', '<think>', '</thin', '\n')))
  .map((parts) => parts.join(''))
  .filter((text) => !/<\/(think|thinking|reasoning)>/i.test(text))
const block = fc
  .tuple(space, tag, thought)
  .map(([before, name, inside]) => `${before}<${name}>${inside}</${name}>`)
const answer = fc.constantFrom(
  'Yes.',
  'The tag <think> opens, and </think> closes.\n<think>Hm.</think>',
  '`<think>` it is',
  '<b>Yes</b>',
  '<thinker>',
  '<',
)

describe('Reasoning', () => {
  it('is passed over however it is cut, and what shows of the answer only grows', () => {
    fc.assert(
      fc.property(fc.array(block), space, answer, places, (blocks, before, said, cuts) => {
        const all = shown(cutAt(blocks.join('') + before + said, cuts))
        expect(all.at(-1)).toBe(said)
        for (const text of all) expect(said.startsWith(text)).toBe(true)
      }),
    )
  })

  it('shows at no moment where it is never closed', () => {
    fc.assert(
      fc.property(fc.array(block), tag, thought, places, (blocks, name, inside, cuts) => {
        const all = shown(cutAt(`${blocks.join('')}<${name}>${inside}`, cuts))
        expect(all.join('')).toBe('')
      }),
    )
  })
})
