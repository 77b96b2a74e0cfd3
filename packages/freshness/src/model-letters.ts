import { lettersOf } from './letters.ts'

const reasoning = /^(?:\s*<(think|thinking|reasoning)>.*?<\/\1>)+/is
const perhapsReasoning = /^\s*(?:$|<[a-z]*$|<(?:think|thinking|reasoning)>)/i

/** The letters of an answer as it comes, without the reasoning that some models write in front of it. */
export class ModelLetters {
  #all = ''
  #held = ''
  #hasBegun = false
  #beginsWithQuote = false
  #characters = 0

  get all(): string {
    return this.#all
  }

  get beginsWithQuote(): boolean {
    return this.#beginsWithQuote
  }

  /** How many letters stand in so many characters of a message, on the average. */
  lettersIn(characters: number): number {
    if (this.#characters === 0) return characters
    return Math.max(1, Math.floor((characters * this.#all.length) / this.#characters))
  }

  /** How many letters came with a piece of text. */
  add(piece: string): number {
    const text = this.#hasBegun ? piece : this.#beginning(piece)
    const letters = lettersOf(text)
    this.#all += letters
    this.#characters += text.length
    return letters.length
  }

  #beginning(piece: string): string {
    this.#held += piece
    const text = this.#held.replace(reasoning, '')
    if (perhapsReasoning.test(text)) return ''
    this.#hasBegun = true
    this.#beginsWithQuote = text.trimStart().startsWith('>')
    this.#held = ''
    return text
  }
}
