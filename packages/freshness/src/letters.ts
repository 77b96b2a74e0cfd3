const others = /[^\p{L}\p{M}\p{N}]+/gu

/**
 * Only letters and digits, with the marks that belong to them. Bots draw tables, formulas and code anew, cut and
 * close them, and Discord trims white space: the letters stay what they are. So what a message shows
 * of a text is found by its letters.
 */
export function lettersOf(text: string): string {
  return text.replace(others, '')
}

const smallPrint = /(?:(?:^|\n)-# [^\n]*\s*)+$/
const quote = /^(?:>[^\n]*(?:\n|$))+/
const fenceOpened = /^\s*`{3,}[^\n]*\n/

/**
 * The letters of a message without what a bot adds to a text: small print below it, and in the first
 * message the question as a quote above it.
 */
export function firstPageLetters(content: string, beginsWithQuote: boolean): string {
  const above = content.replace(smallPrint, '')
  return lettersOf(beginsWithQuote ? above : above.replace(quote, ''))
}

/** Of a further message, as it stands and without the code block that is opened again above it. */
export function furtherPageLetters(content: string): readonly string[] {
  const above = content.replace(smallPrint, '')
  return [lettersOf(above), lettersOf(above.replace(fenceOpened, ''))]
}
