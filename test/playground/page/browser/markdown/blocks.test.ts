import { describe, expect, it } from 'vitest'
import { inline, short } from './short.ts'

// For the sources see `inline.test.ts`.

describe('headings and subtext', () => {
  it.each([
    ['# a', 'h1(a)'],
    ['## a\n### b', 'h2(a) h3(b)'],
    ['#   a', 'h1(a)'],
    ['text\n# a\ntext', 'p(text\n) h1(a) p(text)'],
    ['# **a** `b`', 'h1(bold(a) code(b))'],
    ['# a ##', 'h1(a)'],
    ['# C#', 'h1(C)'],
    ['  ## a', 'h2(a)'],
    // The client drops the empty lines below a heading.
    ['# a\n\n\nb', 'h1(a) p(b)'],
    ['# a\n\n  b', 'h1(a) p(  b)'],
    ['# `a\nb`', 'h1(`a) p(b`)'],
    ['### 1. a', 'h3(1. a)'],
    ['-# a', 'sub(a)'],
    ['-# *a*\n-# b\nc', 'sub(italic(a)) sub(b) p(c)'],
    ['*# a*', 'h1(italic(a))'],
  ])('draws %j', (content, expected) => {
    expect(short(content)).toBe(expected)
  })

  it.each([
    'a\n  # b',
    'a\n  -# b',
    '#### a',
    '#a',
    '#',
    '# # a',
    'a # b',
    '-#a',
    '-# -# a',
    'a -# b',
  ])('leaves %j as it is', (content) => {
    expect(inline(content)).toBe(content)
  })
})

describe('quotes', () => {
  it.each([
    ['> a', 'quote{p(a)}'],
    ['> a\n> b\nc', 'quote{p(a\nb\n)} p(c)'],
    ['> a\n\n> b', 'quote{p(a\n)} p(\n) quote{p(b)}'],
    ['a\n> b', 'p(a\n) quote{p(b)}'],
    ['a\n  > b', 'p(a\n) quote{p(b)}'],
    ['>>> a\n\nb\n> c', 'quote{p(a\n\nb\n> c)}'],
    ['> # a\n> - b', 'quote{h1(a) ul[p(b)]}'],
    ['> > a', 'quote{p(> a)}'],
    ['> \n> a', 'quote{p(\na)}'],
    ['> **a\n> b**', 'quote{p(bold(a\nb))}'],
    ['> `a\nb`', 'quote{p(`a\n)} p(b`)'],
    ['**a\n> b** c', 'p(bold(a\n)) quote{p(bold(b))} p( c)'],
  ])('draws %j', (content, expected) => {
    expect(short(content)).toBe(expected)
  })

  it.each(['>a', 'a > b', '>>>a', '>', '\\> a'])('leaves %j as it is', (content) => {
    expect(inline(content)).toBe(content.replace('\\', ''))
  })
})

describe('lists', () => {
  it.each([
    ['- a\n* b', 'ul[p(a)][p(b)]'],
    ['3. a\n7. b', 'ol3[p(a)][p(b)]'],
    ['0. a', 'ol1[p(a)]'],
    ['99999999999. a', 'ol1000000000[p(a)]'],
    ['- a\n1. b', 'ul[p(a)][p(b)]'],
    ['- a\n  - b\n    - c\n- d', 'ul[p(a) ul[p(b) ul[p(c)]]][p(d)]'],
    // One more space still belongs to the same list.
    ['- a\n - b', 'ul[p(a)][p(b)]'],
    ['1. a\n   - b\n   - c\n2. d', 'ol1[p(a) ul[p(b)][p(c)]][p(d)]'],
    ['1. a\n  - b', 'ol1[p(a) ul[p(b)]]'],
    ['- a\n b\nc', 'ul[p(a\nb)] p(c)'],
    ['-   foo\n  bar1\n   bar2\n    bar3\n     bar4', 'ul[p(foo\nbar1\nbar2\nbar3\n bar4)]'],
    // An empty line ends a list.
    ['1. a\n\n2. b', 'ol1[p(a)] p(\n) ol2[p(b)]'],
    ['- **a\n  b** c', 'ul[p(bold(a\nb) c)]'],
    ['- **a\n- b** c', 'ul[p(**a)][p(b** c)]'],
    ['* a *b*', 'ul[p(a italic(b))]'],
    ['text\n- a', 'p(text\n) ul[p(a)]'],
    // The spaces before the first bullet belong to the text above it, if there is one.
    ['text\n  - a\n  - b', 'p(text\n) ul[p(a) ul[p(b)]]'],
    ['- a\n\n  - b\n  - c', 'ul[p(a)] p(\n) ul[p(b) ul[p(c)]]'],
    ['**a**\n  - b\n  - c', 'p(bold(a)\n) ul[p(b)][p(c)]'],
    ['# a\n  - b\n  - c', 'h1(a) ul[p(b)][p(c)]'],
    ['  - b\n  - c', 'ul[p(b)][p(c)]'],
    ['- - a', 'ul[ul[p(a)]]'],
    ['- > a', 'ul[quote{p(a)}]'],
    ['- [ ] a', 'ul[p([ ] a)]'],
    // Discord draws no heading in a list.
    ['- # a', 'ul[p(# a)]'],
    ['- a\n  ```js\n  b\n  ```', 'ul[p(a) fence(js:b)]'],
    // The number starts a list, even where bold was meant.
    ['**1. a**', 'ol1[p(bold(a))]'],
    ['text **1. a**', 'p(text bold(1. a))'],
    [`${'- '.repeat(12)}a`, `${'ul['.repeat(11)}p(- a)${']'.repeat(11)}`],
  ])('draws %j', (content, expected) => {
    expect(short(content)).toBe(expected)
  })

  it.each(['-a', '*a', '1.a', '1) a', '+ a', 'a - b', '- ', '-', '1.', '\\- a'])(
    'leaves %j as it is',
    (content) => {
      expect(inline(content)).toBe(content.replace('\\', ''))
    },
  )
})

describe('fences', () => {
  it.each([
    ['```ts\n  **a**\n\nb\n```', 'fence(ts:  **a**\n\nb)'],
    ['```one line```', 'fence(:one line)'],
    ['``` a ```', 'fence(: a )'],
    ['before\n```\na\n```\nafter', 'p(before\n) fence(:a) p(after)'],
    ['a ```js\nb``` c', 'p(a ) fence(js:b) p( c)'],
    ['```c++\na```', 'fence(c++:a)'],
    ['```objective-c\na```', 'fence(objective-c:a)'],
    // With a space after it, or alone, the language is content.
    ['```cpp a\nb```', 'fence(:cpp a\nb)'],
    ['```cpp\n```', 'fence(:cpp)'],
    ['````foo````', 'fence(:`foo) p(`)'],
    ['```````', 'fence(:`)'],
    ['> ```js\n> a\n> ```', 'quote{fence(js:a)}'],
    ['> ```a\nb```', 'quote{p(```a\n)} p(b```)'],
    ['**a ```b``` c**', 'p(bold(a )) fence(:b) p(bold( c))'],
    ['*foo```bar*baz```', 'p(italic(foo```bar)baz```)'],
    ['foo```bar*baz```biz*', 'p(foo) fence(:bar*baz) p(biz*)'],
    ['||```a```||', 'hidden{fence(:a)}'],
    ['||a\n> b||', 'hidden{p(a\n) quote{p(b)}}'],
    ['```a``` ```b```', 'fence(:a) p( ) fence(:b)'],
    ['```ansi\n\\*a\\*\n```', 'fence(ansi:\\*a\\*)'],
  ])('draws %j', (content, expected) => {
    expect(short(content)).toBe(expected)
  })
})

it('draws nothing for nothing', () => {
  expect(short('')).toBe('')
})
