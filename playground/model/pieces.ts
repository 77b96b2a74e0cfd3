const latinLengths = [4, 2, 6, 3, 8, 5, 3, 7]
const hanLengths = [1, 2, 1, 3]

/**
 * Splits a text into pieces as long as a model's tokens: 2 to 8 characters, Chinese 1 to 3.
 * Surrogate pairs stay together. The joined pieces are the text.
 */
export function* pieces(text: string): Generator<string> {
  const characters = Array.from(text)
  let start = 0
  for (let turn = 0; start < characters.length; turn += 1) {
    const lengths = isHan(characters[start]) ? hanLengths : latinLengths
    const longest = lengths[turn % lengths.length] ?? 1
    let end = start + 1
    while (end < start + longest && isHan(characters[end]) === isHan(characters[start])) end += 1
    yield characters.slice(start, end).join('')
    start = end
  }
}

function isHan(character: string | undefined): boolean {
  return character !== undefined && /\p{Script=Han}/u.test(character)
}
