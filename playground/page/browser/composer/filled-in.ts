import type { Options, OptionValue, PageCommand } from '../../protocol.ts'
import type { CommandDraft } from '../state/view-state.ts'
import type { Words } from '../words/words.ts'

/** Discord's numbers for types of options. */
export const OptionType = { integer: 4, boolean: 5, number: 10 } as const

/** The options' values; or a sentence about a missing or invalid one. */
export function filledIn(
  words: Words,
  { command, values, chosenValues, shown }: CommandDraft,
): Options | string {
  const options: Record<string, OptionValue> = {}
  for (const option of command.options) {
    const { name, shownName, isRequired } = option
    const text = shown.includes(name) ? (values[name] ?? '') : ''
    if (text.trim() === '') {
      if (isRequired) return words.optionIsMissing(shownName)
      continue
    }
    const value = chosenValues.get(`${name}:${text}`) ?? typedValue(words, option, text)
    if (value === undefined) return complaint(words, option)
    options[name] = value
  }
  return options
}

/** Undefined when the value is invalid. */
function typedValue(
  words: Words,
  { type, choices }: PageCommand,
  text: string,
): OptionValue | undefined {
  const isMeant = (name: string) => name.toLowerCase() === text.trim().toLowerCase()
  if (choices.length > 0) return choices.find(({ shownName }) => isMeant(shownName))?.value
  if (type === OptionType.boolean) {
    if ([words.yes, 'true'].some(isMeant)) return true
    return [words.no, 'false'].some(isMeant) ? false : undefined
  }
  if (type === OptionType.integer)
    return Number.isSafeInteger(Number(text)) ? Number(text) : undefined
  if (type === OptionType.number) return Number.isFinite(Number(text)) ? Number(text) : undefined
  return text
}

function complaint(words: Words, { type, choices, shownName }: PageCommand): string {
  if (choices.length > 0 || type === OptionType.boolean) return words.optionTakesChoice(shownName)
  return type === OptionType.integer
    ? words.optionTakesWhole(shownName)
    : words.optionTakesNumber(shownName)
}
