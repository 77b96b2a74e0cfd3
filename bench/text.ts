const words =
  'river stone paper light winter garden letter morning engine copper window market harbour signal ' +
  'answer colour forest number island season bridge corner mirror silver travel wonder yellow candle'

const vocabulary = words.split(' ')

/**
 * A text of so many characters that differs for each `seed`: sentences, paragraphs and a little code.
 * Nothing in it can be drawn in two ways (no table, no list, no emphasis), and no part repeats, so
 * that every bit of it can be found again in what Discord shows.
 */
export function textOf(characters: number, seed: number): string {
  const random = randomFrom(seed)
  const word = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? ''
  let text = ''
  for (let block = 1; text.length < characters; block += 1) {
    text += block % 5 === 0 ? code(block, word) : `${paragraph(block, word)}\n\n`
  }
  return text.slice(0, characters).replace(/\W+$/, '').padEnd(characters, '.')
}

function paragraph(block: number, word: () => string): string {
  const sentences = [1, 2, 3].map((sentence) => {
    const first = word()
    const rest = Array.from({ length: 11 }, word).join(' ')
    return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${block} and ${sentence} ${rest}.`
  })
  return sentences.join(' ')
}

function code(block: number, word: () => string): string {
  const lines = [1, 2, 3, 4].map((line) => `  const ${word()}${block}${line} = '${word()}'`)
  return `\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n\n`
}

/** The characters of the pieces in which a model sends a text: a token is about 4.25. */
const pieceLengths = [4, 5, 3, 5]

/** Cuts a text into the pieces in which a model sends it. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; ) {
    const length = pieceLengths[pieces.length % pieceLengths.length] ?? 1
    pieces.push(text.slice(start, start + length))
    start += length
  }
  return pieces
}

/** The characters of so many pieces. */
export function charactersOf(pieces: number): number {
  let characters = 0
  for (let piece = 0; piece < pieces; piece += 1) {
    characters += pieceLengths[piece % pieceLengths.length] ?? 1
  }
  return characters
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
