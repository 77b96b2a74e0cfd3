import { describe, expect, it } from 'vitest'
import { filledIn } from '../../../../../playground/page/browser/composer/filled-in.ts'
import type { CommandDraft } from '../../../../../playground/page/browser/state/view-state.ts'
import { en } from '../../../../../playground/page/browser/words/en.ts'
import { zh } from '../../../../../playground/page/browser/words/zh.ts'
import type { PageCommand } from '../../../../../playground/page/protocol.ts'

const [string, integer, boolean, number] = [3, 4, 5, 10]

function option(name: string, more: Partial<PageCommand> = {}): PageCommand {
  return {
    name,
    type: string,
    shownName: `the ${name}`,
    shownDescription: '',
    options: [],
    isRequired: false,
    hasAutocomplete: false,
    choices: [],
    ...more,
  }
}

function draft(
  options: readonly PageCommand[],
  values: Readonly<Record<string, string>>,
  more: Partial<CommandDraft> = {},
): CommandDraft {
  return {
    command: { ...option('ask'), type: 1, options },
    values,
    shown: options.map(({ name }) => name),
    focused: undefined,
    choices: [],
    chosenValues: new Map(),
    ...more,
  }
}

describe('filledIn', () => {
  it('gives texts as they are, and leaves out what is empty', () => {
    const options = [option('question', { isRequired: true }), option('note'), option('other')]
    const values = { question: '  why?\n', note: ' ', unknown: 'x' }
    expect(filledIn(en, draft(options, values))).toEqual({ question: '  why?\n' })
  })

  it.each([{}, { question: '' }, { question: ' \n' }])(
    'misses what is required in %j',
    (values) => {
      const options = [option('question', { isRequired: true })]
      expect(filledIn(en, draft(options, values))).toBe('“the question” is required.')
    },
  )

  it('sends nothing of an option that was put away', () => {
    const options = [option('note'), option('question', { isRequired: true })]
    const values = { note: 'hidden', question: 'hidden too' }
    const shown = ['question']
    expect(filledIn(en, draft(options, values, { shown }))).toEqual({ question: 'hidden too' })
    expect(filledIn(en, draft(options, values, { shown: [] }))).toBe('“the question” is required.')
  })

  it.each([
    [integer, '5', 5],
    [integer, ' -5 ', -5],
    [integer, '0', 0],
    [number, '2.5', 2.5],
    [boolean, 'True', true],
    [boolean, 'true', true],
    [boolean, ' FALSE ', false],
  ])('reads for an option of type %d the text %j', (type, text, value) => {
    expect(filledIn(en, draft([option('it', { type })], { it: text }))).toEqual({ it: value })
  })

  it.each([
    [integer, 'five', '“the it” takes a whole number.'],
    [integer, '1.5', '“the it” takes a whole number.'],
    [integer, '9007199254740993', '“the it” takes a whole number.'],
    [number, 'much', '“the it” takes a number.'],
    [number, 'Infinity', '“the it” takes a number.'],
    [number, 'NaN', '“the it” takes a number.'],
    [boolean, 'perhaps', '“the it” takes one of the values in its list.'],
  ])('takes for an option of type %d not the text %j', (type, text, sentence) => {
    expect(filledIn(en, draft([option('it', { type })], { it: text }))).toBe(sentence)
  })

  it('takes yes and no in the language of the page', () => {
    const options = [option('one', { type: boolean }), option('other', { type: boolean })]
    const values = { one: zh.yes, other: zh.no }
    expect(filledIn(zh, draft(options, values))).toEqual({ one: true, other: false })
  })

  it('takes of choices the value, also where its name was typed', () => {
    const choices = [
      { shownName: 'small', value: 0 },
      { shownName: 'large', value: 100 },
    ]
    const options = [option('size', { type: integer, choices })]
    expect(filledIn(en, draft(options, { size: 'small' }))).toEqual({ size: 0 })
    expect(filledIn(en, draft(options, { size: ' Large' }))).toEqual({ size: 100 })
    expect(filledIn(en, draft(options, { size: '100' }))).toMatch(/one of the values/)
  })

  it('sends for a proposal its value, as long as its name stands there', () => {
    const options = [option('model', { hasAutocomplete: true }), option('note')]
    const chosenValues = new Map([['model:The small one', 'small-1']])
    const read = (values: Readonly<Record<string, string>>) =>
      filledIn(en, draft(options, values, { chosenValues }))
    expect(read({ model: 'The small one', note: 'The small one' })).toEqual({
      model: 'small-1',
      note: 'The small one',
    })
    expect(read({ model: 'The small' })).toEqual({ model: 'The small' })
  })
})
