import type { createLowlight } from 'lowlight'

/** A piece of code with its classes of highlight.js. */
export interface Token {
  readonly text: string
  readonly classes: readonly string[]
}

export interface Highlighter {
  /** The pieces in order; joined they are the text. An unknown language gives one piece. */
  tokens(text: string, language: string): readonly Token[]
}

type Root = ReturnType<ReturnType<typeof createLowlight>['highlight']>
type Content = Root['children'][number]

let loading: Promise<Highlighter> | undefined

/** Loads highlight.js once, on first use. */
export function loadHighlighter(): Promise<Highlighter> {
  loading ??= load()
  return loading
}

async function load(): Promise<Highlighter> {
  const { common, createLowlight } = await import('lowlight')
  // Pauses, so that the page can be drawn in between.
  await pause()
  const lowlight = createLowlight(common)
  await pause()
  return {
    tokens: (text, language) =>
      lowlight.registered(language)
        ? lowlight.highlight(language, text).children.flatMap((each) => tokensOf(each, []))
        : [{ text, classes: [] }],
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function tokensOf(content: Content, classes: readonly string[]): readonly Token[] {
  if (content.type === 'text') return [{ text: content.value, classes }]
  if (content.type !== 'element') return []
  const { className } = content.properties
  const own = Array.isArray(className) ? className.map(String) : []
  return content.children.flatMap((each) => tokensOf(each, [...classes, ...own]))
}
