import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inline } from '../../../playground/page/inline.ts'
import { type Block, parseMessage } from '../../../playground/page/markdown.ts'

function parse(content: string): readonly Block[] {
  return parseMessage(content, (kind, id) => `${kind}-${id.slice(-1)}`)
}

/** Writes inline nodes in a short form, as in `bold(italic(x))`. */
function short(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.kind === 'text' ? node.text : `${node.kind}(${node.text})`
      if ('url' in node) return `link(${short(node.children)}=${node.url})`
      return `${node.kind}(${short(node.children)})`
    })
    .join('')
}

function inline(content: string): string {
  const [block, ...others] = parse(content)
  expect(others).toEqual([])
  return block?.kind === 'paragraph' ? short(block.children) : `not a paragraph: ${block?.kind}`
}

describe('parseMessage, inside a line', () => {
  it.each([
    ['**bold** and *italic* and _italic_', 'bold(bold) and italic(italic) and italic(italic)'],
    ['***both***', 'bold(italic(both))'],
    ['*a **b** c*', 'italic(a bold(b) c)'],
    ['**a *b***', 'bold(a italic(b))'],
    ['__under__ ~~strike~~ ||spoiler||', 'underline(under) strike(strike) spoiler(spoiler)'],
    ['`a *b* c` and ``d ` e``', 'code(a *b* c) and code(d ` e)'],
    ['[name](https://a.example/x_(y))', 'link(name=https://a.example/x_(y))'],
    ['see https://a.example/b_c_d.', 'see link(https://a.example/b_c_d=https://a.example/b_c_d).'],
    ['<https://a.example>', 'link(https://a.example=https://a.example)'],
    ['<@123456789012345678> <#123456789012345679>', 'mention(@user-8) mention(#channel-9)'],
    ['@everyone', 'mention(@everyone)'],
  ])('draws %s', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })

  it.each([
    '2 * 3 * 4',
    'snake_case_name',
    'an **open mark',
    '`open code',
    '[name](javascript:alert(1))',
    '$x^2$ and ![image](a.png)',
    '<b>bold</b>',
  ])('leaves %s as it is', (content) => {
    expect(inline(content)).toBe(content)
  })

  it('leaves escaped marks out', () => {
    expect(inline('\\*a\\* \\`b\\` **c\\** d**')).toBe('*a* `b` bold(c** d)')
  })
})

describe('parseMessage, line by line', () => {
  it('draws headings to the third level only', () => {
    expect(parse('# a\n## b\n### c\n#### d\n#e').map(({ kind }) => kind)).toEqual([
      'heading',
      'heading',
      'heading',
      'paragraph',
    ])
  })

  it('keeps a code block as it was written, with its language', () => {
    expect(parse('before\n```ts\n  **a**\n\nb\n```\nafter')).toEqual([
      { kind: 'paragraph', children: [{ kind: 'text', text: 'before' }] },
      { kind: 'fence', language: 'ts', text: '  **a**\n\nb' },
      { kind: 'paragraph', children: [{ kind: 'text', text: 'after' }] },
    ])
    expect(parse('```one line```')).toEqual([{ kind: 'fence', language: '', text: 'one line' }])
  })

  it('shows a fence that is not closed as text', () => {
    expect(parse('```ts\na')).toMatchObject([{ kind: 'paragraph' }])
  })

  it('draws lists with their depth and numbers', () => {
    expect(parse('- a\n  - **b**\n3. c')).toMatchObject([
      { kind: 'list', items: [{ depth: 0 }, { depth: 1 }, { depth: 0, number: 3 }] },
    ])
  })

  it('draws quotes, and what stands in them', () => {
    expect(parse('> ### a\n> b\nc')).toMatchObject([
      { kind: 'quote', blocks: [{ kind: 'heading' }, { kind: 'paragraph' }] },
      { kind: 'paragraph' },
    ])
    expect(parse('>>> a\nb')).toMatchObject([{ kind: 'quote', blocks: [{ kind: 'paragraph' }] }])
  })

  it('draws small text', () => {
    expect(parse('-# small')).toMatchObject([{ kind: 'subtext' }])
  })

  it('draws no table', () => {
    expect(parse('| a | b |\n|---|---|\n| 1 | 2 |')).toMatchObject([{ kind: 'paragraph' }])
  })
})

/** Everything that a reader can find in the blocks: the text, and what stands behind it. */
function contentOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'fence') return block.language + block.text
      if (block.kind === 'quote') return contentOf(block.blocks)
      if (block.kind !== 'list') return inlineContentOf(block.children)
      return block.items.map(({ children }) => inlineContentOf(children)).join('')
    })
    .join('')
}

function inlineContentOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text
      const text = inlineContentOf(node.children)
      return 'url' in node && node.url !== text ? text + node.url : text
    })
    .join('')
}

describe('parseMessage, for any text', () => {
  const mark = fc.constantFrom('*', '**', '_', '__', '~~', '||', '`', '```', '[', '](', ')', '<')
  const word = fc.constantFrom('Z', ' ', '\n', '\\', '> ', '- ', '# ', 'https://a.example', '1. ')
  const parts = fc.array(fc.oneof(mark, word), { maxLength: 200, size: 'max' })

  it('loses no letter', () => {
    const letters = (text: string) => text.replaceAll(/[^Z]/g, '')
    fc.assert(
      fc.property(parts, (some) => {
        const text = some.join('')
        expect(letters(contentOf(parse(text)))).toBe(letters(text))
      }),
    )
  })

  // Each of these would keep a backtracking pattern busy for minutes.
  it.each(['`', '**a', '*a ', '```\n', '\n', '[', '||', '_a', '> '])(
    'reads a message full of %j',
    (part) => {
      expect(parse(part.repeat(2000 / part.length)).length).toBeGreaterThan(0)
    },
  )
})
