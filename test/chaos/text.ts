import type { Random } from './random.ts'

/**
 * A text by chance, of about so many characters, with everything that models write: also `names`,
 * which would ping those who have them.
 */
export function textOf(random: Random, length: number, names: readonly string[]): string {
  const blocks: string[] = []
  const paragraph: Kind = (random, length) => prose(random, length, names)
  const kinds = [paragraph, paragraph, paragraph, ...otherKinds]
  for (let left = length; left > 0; ) {
    const block = random.pick(kinds)(random, Math.min(left, 1_500))
    blocks.push(block)
    left -= block.length + 2
  }
  return blocks.join('\n\n').trim()
}

const words =
  'type press roller ribbon letter line page margin key carriage naïve Straße ёлка 🎉 👩‍👩‍👧 e\u0301t\u00e9'.split(
    ' ',
  )
const sentences = ['字在纸上一个一个地出现。', '今日は、いい天気ですね！', '가나다라 마바사?']
const odd = [
  '@everyone',
  '@here',
  '**bold words**',
  '*slanted*',
  '`code`',
  '~~gone~~',
  '[a link](https://example.com/a_b?c=d)',
  'https://example.com/path/to_a_(page)',
  '||hidden||',
  '3 * 4 < 13',
  'snake_case_name',
]

type Kind = (random: Random, length: number) => string

function prose(random: Random, length: number, names: readonly string[] = []): string {
  const plain = () => random.pick(words) + random.pick([' ', ' ', ' ', ' ', ' ', ', ', '. ', '.\n'])
  const kinds = [
    ...Array.from({ length: 8 }, () => plain),
    () => `${random.pick(sentences)} `,
    () => `${random.pick([...odd, ...names])} `,
  ]
  let text = ''
  while (text.length < length) text += random.pick(kinds)()
  return text.trim()
}

const chinese: Kind = (random, length) => {
  let text = ''
  while (text.length < length) text += random.pick(sentences)
  return text
}

const unbroken: Kind = (random, length) => {
  let text = ''
  while (text.length < Math.min(length, 400)) text += random.pick(['a', 'ß', '字', '👍🏽', '0'])
  return text
}

const code: Kind = (random, length) => {
  const lines = rowsOf(
    length,
    40,
    (row) => `  const ${random.pick(['x', 'y'])}${row} = "${row}" // ${row}`,
  )
  return `\`\`\`${random.pick(['ts', 'python', ''])}\n${lines.join('\n')}\n\`\`\``
}

const list: Kind = (random, length) => {
  const isNumbered = random.chance(0.5)
  const rows = rowsOf(length, 60, (row) => {
    return `${isNumbered ? `${row + 1}.` : '-'} ${prose(random, random.between(5, 60))}`
  })
  return rows.join('\n').replaceAll(/\n+/g, '\n')
}

const quote: Kind = (random, length) =>
  prose(random, length)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

const heading: Kind = (random) =>
  `${'#'.repeat(random.between(1, 5))} ${random.pick(words)} heading`

/** A wide one is drawn as rows that repeat its head, so there is nothing there to be counted. */
const table: Kind = (random, length) => {
  const columns = random.between(2, 4)
  const row = (cell: (column: number) => string) =>
    `| ${Array.from({ length: columns }, (_, column) => cell(column)).join(' | ')} |`
  const rows = rowsOf(Math.min(length, 600), 40, (number) =>
    row((column) => `${random.pick(words)} r${number}c${column}`),
  )
  return [row(() => '§'), row(() => '---'), ...rows].join('\n')
}

const otherKinds: readonly Kind[] = [chinese, unbroken, code, code, list, quote, heading, table]

function rowsOf(
  length: number,
  rowLength: number,
  make: (row: number) => string,
): readonly string[] {
  return Array.from({ length: Math.max(1, Math.round(length / rowLength)) }, (_, row) => make(row))
}
