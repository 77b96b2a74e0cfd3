import { html, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { type Highlighter, loadHighlighter, type Token } from '../markdown/highlight.ts'
import { copyText } from '../ui/copy-text.ts'
import { iconButton } from '../ui/icons.ts'

let highlighter: Highlighter | undefined
let version = 0

/** Rises when code that was drawn has to be drawn again with colours. */
export function highlighterVersion(): number {
  return version
}

/** A code block with the colours of highlight.js, as in Discord; plain until that is loaded. */
export function codeBlock(
  client: Client,
  { language, text }: { readonly language: string; readonly text: string },
): TemplateResult {
  const tokens = language === '' ? undefined : coloured(text, language)
  if (language !== '' && highlighter === undefined) loadColours(client)
  return html`
    <div class="code-block">
      <pre tabindex="0"><code>${
        tokens === undefined
          ? text
          : tokens.map(({ text: piece, classes }) =>
              classes.length === 0 ? piece : html`<span class=${classes.join(' ')}>${piece}</span>`,
            )
      }</code></pre>
      ${iconButton('file', client.words.copyCode, () => void copyText(text), 'copy')}
    </div>
  `
}

/** Cached, because while an answer grows only its last code block changes. */
const known = new Map<string, readonly Token[]>()
const maxCached = 300

function coloured(text: string, language: string): readonly Token[] | undefined {
  const key = `${language}\n${text}`
  const tokens = known.get(key) ?? highlighter?.tokens(text, language)
  if (tokens === undefined) return undefined
  known.set(key, tokens)
  // Removes the oldest entries first.
  for (const oldest of known.keys()) {
    if (known.size <= maxCached) break
    known.delete(oldest)
  }
  return tokens
}

let isLoading = false

/** Loads highlight.js early, while no answer is being typed. */
export function loadColours(client: Client): void {
  if (isLoading) return
  isLoading = true
  void loadHighlighter().then((loaded) => {
    highlighter = loaded
    version += 1
    client.changed()
  })
}
