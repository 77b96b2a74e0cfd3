import { describe, expect, it } from 'vitest'
import { inline } from './short.ts'

// Facts without a source of their own are those of Discord's guide "Markdown Text 101", of the
// simple-markdown rules that its client is built on, and of what others have tried in the client:
// https://github.com/jeremy-rifkin/discord-markdown (its tests, and the cases in `markdown.ts`).

describe('marks', () => {
  it.each([
    ['**bold** *italic* _italic_', 'bold(bold) italic(italic) italic(italic)'],
    ['__under__ ~~strike~~ ||spoiler||', 'underline(under) strike(strike) spoiler(spoiler)'],
    ['***both***', 'italic(bold(both))'],
    ['___both___', 'italic(underline(both))'],
    ['__*both*__ _**both**_', 'underline(italic(both)) italic(bold(both))'],
    ['***__all__***', 'italic(bold(underline(all)))'],
    ['*a **b** c*', 'italic(a bold(b) c)'],
    ['**a *b***', 'bold(a italic(b))'],
    ['||a **b** ~~c~~||', 'spoiler(a bold(b) strike(c))'],
    ['**over\ntwo lines**', 'bold(over\ntwo lines)'],
    ['||over\n\nthree lines||', 'spoiler(over\n\nthree lines)'],
    ['a*b*c', 'aitalic(b)c'],
    // All marks allow spaces inside, except the stars of italic.
    ['foo ** a ** bar', 'foo bold( a ) bar'],
    ['foo *a * bar', 'foo *a * bar'],
    // In a longer run the last two close.
    ['**foo***', 'bold(foo*)'],
    ['****', 'italic(**)'],
    ['*****', 'bold(*)'],
    ['~~~~~', 'strike(~)'],
    ['~~~\na\n~~~', 'strike(~\na\n)~'],
    // Marks do not overlap: the first one that can be closed is used.
    ['**foo__**bar__', 'bold(foo__)bar__'],
    ['*foo ~~bar* baz~~', 'italic(foo ~~bar) baz~~'],
    // An underscore closes only at the end of a word.
    ['snake_case_', 'snakeitalic(case)'],
    ['_snake_case_', '_snakeitalic(case)'],
    ['__init__.py', 'underline(init).py'],
    ['**a\\** b**', 'bold(a** b)'],
  ])('draws %j', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })

  it.each([
    '2 * 3 * 4',
    'foo * a *bar',
    'snake_case_name',
    'an **open mark',
    'an ~~open ||mark',
    '***',
    '~~~~',
    '||||',
    '~~a~~_',
  ])('leaves %j as it is', (content) => {
    expect(inline(content)).toBe(content)
  })
})

describe('escapes', () => {
  it.each([
    ['\\*a\\* \\`b\\` \\||c||', '*a* `b` ||c||'],
    ['\\\\*a*', '\\italic(a)'],
    ['\\# a', '# a'],
    ['1\\. a', '1. a'],
    ['\\a \\ \\', '\\a \\ \\'],
    ['\\<@1>', '<@1>'],
    // The client has a rule for this.
    ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
  ])('draws %j', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })
})

describe('code in a line', () => {
  it.each([
    ['`a *b* c`', 'code(a *b* c)'],
    ['``d ` e``', 'code(d ` e)'],
    ['`` `a` ``', 'code(`a`)'],
    ['` a `', 'code( a )'],
    ['`a\nb`', 'code(a\nb)'],
    ['`a\\`', 'code(a\\)'],
    // A mark that starts earlier wins.
    ['*a `b* c`', 'italic(a `b) c`'],
    ['`a *b` c*', 'code(a *b) c*'],
    // Fewer of the opening backticks can open.
    ['``` ``', 'code(`)'],
    ['```js\na `b`', 'code(``js\na )b`'],
  ])('draws %j', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })

  it.each(['`open', '`', '``', '```', '``````', '`a``', '```js\nopen'])(
    'leaves %j as it is',
    (content) => {
      expect(inline(content)).toBe(content)
    },
  )
})

describe('links', () => {
  it.each([
    ['see https://a.example/b_c_d.', 'see url(https://a.example/b_c_d).'],
    ['(https://a.example/b)', '(url(https://a.example/b))'],
    ['https://a.example/x_(y)', 'url(https://a.example/x_(y))'],
    ['(https://a.example/x_(y))', '(url(https://a.example/x_(y)))'],
    [
      'https://a.example?!, "https://b.example"',
      'url(https://a.example?!), "url(https://b.example)"',
    ],
    ['xhttps://a.example', 'xurl(https://a.example)'],
    ['**https://a.example**', 'bold(url(https://a.example))'],
    ['<https://a.example>.', 'url(https://a.example).'],
    ['<me@a.example>', 'url(me@a.example=mailto:me@a.example)'],
    ['<+1 555 0100>', 'url(+1 555 0100=tel:+1-555-0100)'],
    ['[name](https://a.example/x_(y))', 'link(name=https://a.example/x_(y))'],
    ['[name](<https://a.example>)', 'link(name=https://a.example)'],
    ['[name](https://a.example "a title")', 'link(name=https://a.example"a title")'],
    ["[name](https://a.example 'it (is)')", 'link(name=https://a.example"it (is)")'],
    ['[ name ]( https://a.example/ )', 'link( name =https://a.example/)'],
    ['[**a** `b`](https://a.example)', 'link(bold(a) code(b)=https://a.example)'],
    ['[[a]](https://a.example)', 'link([a]=https://a.example)'],
    [
      '[a](https://a.example) [b](https://b.example)',
      'link(a=https://a.example) link(b=https://b.example)',
    ],
    ['![a](https://a.example)', '!link(a=https://a.example)'],
    // A host or a scheme alone is not a link.
    ['[google.com](https://a.example)', 'link(google.com=https://a.example)'],
    ['[https://](https://a.example)', 'link(https://=https://a.example)'],
    ['[foo[foo](google.com)](https://a.example)', 'link(foo[foo](google.com)=https://a.example)'],
    // A backslash does not escape in the text of a link.
    ['[a\\*b](https://a.example)', 'link(a\\*b=https://a.example)'],
  ])('draws %j', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })

  it.each([
    'https://',
    'ftp://a.example',
    'www.a.example',
    'HTTPS://a.example',
    '[name](javascript:alert(1))',
    '[name](ftp://a.example)',
    '[name](a.png)',
    '[name] (https:)',
    '[](https://a.example)',
    '[ ](https://a.example)',
    '[name]()',
    '[https://google.com](https://google.com)',
    '[to https://google.com **now**](https://a.example)',
    '[foo[foo](https://a.example)](https://a.example)',
    '[<@1>](https://a.example)',
    '[a](https://a%2eexample)',
    '[open](https:',
    '[open',
  ])('leaves %j as it is', (content) => {
    expect(inline(content)).toBe(content)
  })
})

describe('what Discord writes as <…>', () => {
  it.each([
    ['<@123456789012345678> <@!1>', 'user(123456789012345678) user(1)'],
    ['<@&2> <#3>', 'role(2) channel(3)'],
    ['@everyone, @here', 'everybody(everyone), everybody(here)'],
    ['</ask:4> </a b c:5>', 'command(ask=4) command(a b c=5)'],
    ['<:name_1:6> <a:b:7>', 'emoji(name_1=6) animated(b=7)'],
    ['<t:1618932030> <t:-1:R> <t:0:S>', 'time(1618932030f) time(-1R) time(0S)'],
    ['**<@1>**', 'bold(user(1))'],
    ['`<@1>`', 'code(<@1>)'],
  ])('draws %j', (content, expected) => {
    expect(inline(content)).toBe(expected)
  })

  it.each([
    '<@>',
    '<@a>',
    '<@1',
    '<:name>',
    '<t:x>',
    '<t:1:x>',
    '<t:99999999999999999>',
    '<b>bold</b>',
    'vector<int>',
    '@someone',
  ])('leaves %j as it is', (content) => {
    expect(inline(content)).toBe(content)
  })
})

it.each([
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '$x^2$ and $$y$$',
  '---',
  '***\na',
  '![image](a.png)',
  'a[^1]\n\n[^1]: b',
  '<div>a</div>',
  '[ ] a',
  'a\n===',
])('draws %j as it was written', (content) => {
  expect(inline(content)).toBe(content)
})
