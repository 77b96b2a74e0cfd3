import type { createLowlight } from 'lowlight'

/** A piece of code, and the classes of highlight.js that colour it. */
export interface Token {
  readonly text: string
  readonly classes: readonly string[]
}

export interface Highlighter {
  /** The pieces in order: joined they are the text. Of an unknown language it is one piece. */
  tokens(text: string, language: string): readonly Token[]
}

type Root = ReturnType<ReturnType<typeof createLowlight>['highlight']>
type Content = Root['children'][number]

let loading: Promise<Highlighter> | undefined

/** Loads the languages once, and only when a message has code in it. */
export function loadHighlighter(): Promise<Highlighter> {
  loading ??= load()
  return loading
}

async function load(): Promise<Highlighter> {
  const { common, createLowlight } = await import('lowlight')
  // One piece of work at a time: others want to be drawn in between.
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
