import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Block,
  type Inline,
  parseMessage,
} from '../../../../../playground/page/browser/markdown/message.ts'

/** All strings in the blocks: texts, URLs and names. */
function contentOf(blocks: readonly Block[]): string {
  return blocks.map(contentOfBlock).join('')
}

function contentOfBlock(block: Block): string {
  if (block.kind === 'fence') return block.language + block.text
  if (block.kind === 'list') return block.items.map((item) => contentOf(item.blocks)).join('')
  if ('blocks' in block) return contentOf(block.blocks)
  return block.children.map(contentOfPart).join('')
}

function contentOfPart(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text
    case 'mention':
      return 'id' in node ? node.id : node.of
    case 'command':
      return node.name + node.id
    case 'emoji':
      return (node.isAnimated ? 'a' : '') + node.name + node.id
    case 'timestamp':
      return `t${node.seconds}${node.style}`
    case 'link': {
      const text = node.children.map(contentOfPart).join('')
      return node.isMasked ? text + node.url + (node.title ?? '') : text
    }
    default:
      return node.children.map(contentOfPart).join('')
  }
}

/** Letters and digits without 1, which is the number of each list below. */
function letters(text: string): string {
  return text.replaceAll(/[^A-Za-z2-9]/g, '')
}

const marks = ['*', '**', '_', '__', '~~', '||', '`', '``', '```', '\\', '[', '](', ')', '<', '>']
const lines = ['\n', ' ', '  ', '> ', '>>> ', '- ', '* ', '1. ', '# ', '### ', '-# ', '#']
const words = ['Z', 'a2', 'b c', 'https://a.example', 'x', '"', "'", 'js\n']
const others = [
  '<@4>',
  '<:e:5>',
  '<t:6:R>',
  '</f g:7>',
  '<h@i.jk>',
  '@here',
  '[l](https://m.n "o")',
]
const parts = fc.array(fc.constantFrom(...marks, ...lines, ...words, ...others), {
  maxLength: 200,
  size: 'max',
})

describe('parseMessage, for any text', () => {
  it('loses no letter', () => {
    fc.assert(
      fc.property(parts, (some) => {
        const text = some.join('')
        expect(letters(contentOf(parseMessage(text)))).toBe(letters(text))
      }),
      { numRuns: 1000 },
    )
  })

  it('reads whatever it is given', () => {
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        expect(() => parseMessage(text)).not.toThrow()
      }),
    )
  })

  // A message has at most 4,000 characters. Of 25 times as many, a parser that goes through the text
  // again for each character takes some 10,000,000,000 steps, which no machine does in the time of
  // this test; one that goes through it a few times needs less than a tenth of a second.
  const long = 100_000

  it.each([
    ...['*', '**', '_', '__', '~~', '~~_', '||', '`', '``', '```', '```\n', '```a\n', '`` `'],
    ...['*a ', '_a ', '__a ', '**a ', '* a', '***a ** b', '_a_b', '~~a', '||a|', '`a``', '*a\n- '],
    ...['[', ']', '[]', '[[]', '](', '[a](', '[a](<', '[a](b "', '[a](b)', '[[a](b)', '(', ')'],
    ...['[a](https://b.example)', '[[a](https://b.example)', '[a](\\', '![x](y'],
    ...['<', '<a:/', '<a:/ ', '<@1', '<a:b:', '<a@b', '<a@b.', '</a ', '<+1', '<t:1', '@here'],
    ...['h', 'http', 'https://', 'https://a.b ', 'https://(', '\\', '\\a', '¯'],
    ...['> ', '> a\n', '>>> ', '- ', '1. ', '- a\n', '  - a\n', '- a\n  ', '1', '1.', ' ', '\n'],
    ...['# ', '# a\n', '#\n', '# a ', '#', '-# ', '-# a\n', '\n\n', ' \n', '**a\n> b\n', '*a**b_c'],
  ])('reads a message full of %j', (part) => {
    const text = part.repeat(long / part.length)
    expect(parseMessage(text).length).toBeGreaterThan(0)
    // Everything that was opened can be closed at the end.
    expect(parseMessage(`${text} >)"]`).length).toBeGreaterThan(0)
  })

  // There a backslash does not stop the parser from trying the mark after it.
  it.each(['\\*a ', '\\**a ', '\\_a ', '\\__a '])('reads a link with a text full of %j', (part) => {
    const text = part.repeat(long / part.length)
    expect(parseMessage(`[${text}](https://a.example)`)).toHaveLength(1)
  })
})
