import { describe, expect, it } from 'vitest'
import { loadHighlighter } from '../../../../../playground/page/browser/markdown/highlight.ts'

const highlighter = await loadHighlighter()

describe('highlighter', () => {
  it.each(['ts', 'typescript', 'TS', 'js', 'py', 'sh', 'rs', 'yml', 'html', 'c++', 'cs'])(
    'knows %s',
    (language) => {
      const text = 'if (a) return "b"; # <i class="c">\nd: 1'
      const tokens = highlighter.tokens(text, language)
      expect(tokens.map((token) => token.text).join('')).toBe(text)
      expect(tokens.some(({ classes }) => classes.length > 0)).toBe(true)
    },
  )

  it('gives a keyword and what is nested in a text their classes', () => {
    const tokens = highlighter.tokens(`const a = \`x\${1}\``, 'ts')
    expect(tokens).toContainEqual({ text: 'const', classes: ['hljs-keyword'] })
    const number = tokens.find(({ text }) => text === '1')
    expect(number?.classes).toEqual(['hljs-string', 'hljs-subst', 'hljs-number'])
  })

  it.each(['', 'nolanguage', '__proto__', 'constructor'])('draws %j plain', (language) => {
    expect(highlighter.tokens('const a', language)).toEqual([{ text: 'const a', classes: [] }])
  })
})
