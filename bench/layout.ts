import { Layout } from '../src/core/layout/layout.ts'

/**
 * What the layout costs over a whole stream, and that it grows with the length of the answer and no
 * faster: an answer of ten times the length should take about ten times as long.
 *
 *   node bench/layout.ts
 */

const section = `## How it works

A **sentence with marks**, some \`code\`, a [link](https://example.org/page_one) and snake_case words,
which goes on for a while, as answers do. 中文也有，而且没有空格。 And a formula, $\\alpha \\le \\frac{a}{b}$.

- first item, with *italics*
- second item
  - nested item

\`\`\`ts
for await (const delta of deltas) {
  text += delta
  yield text
}
\`\`\`

| Name | Value | What it means |
|---|---:|---|
| first | 12 | the first of all |
| second | 3,456 | the one behind it |

> A quote, which stands for itself.

`

const deltaLength = 4

function textOf(length: number): string {
  return section.repeat(Math.ceil(length / section.length)).slice(0, length)
}

/**
 * Feeds a text in deltas, lays out a frame after each so many characters; gives milliseconds. The
 * frames are cut from a whole text: to put one together is the work of the stream, not of the layout.
 */
function run(text: string, charactersPerFrame: number): number {
  const startMs = performance.now()
  const layout = new Layout()
  let laidOut = 0
  for (let at = deltaLength; at < text.length; at += deltaLength) {
    if (at - laidOut < charactersPerFrame) continue
    layout.grow(text.slice(0, at))
    laidOut = at
  }
  layout.finish(text)
  return performance.now() - startMs
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

function measure(length: number, charactersPerFrame: number): number {
  const text = textOf(length)
  return median(Array.from({ length: 5 }, () => run(text, charactersPerFrame)))
}

measure(10_000, deltaLength)
for (const charactersPerFrame of [deltaLength, 200]) {
  const short = measure(10_000, charactersPerFrame)
  const long = measure(100_000, charactersPerFrame)
  const perDelta = (ms: number, length: number) =>
    ((ms * 1_000) / (length / deltaLength)).toFixed(1)
  process.stdout.write(
    `a frame per ${String(charactersPerFrame).padStart(3)} characters:` +
      ` 10,000: ${short.toFixed(0)} ms (${perDelta(short, 10_000)} µs per delta),` +
      ` 100,000: ${long.toFixed(0)} ms (${perDelta(long, 100_000)} µs per delta),` +
      ` ratio ${(long / short).toFixed(1)}\n`,
  )
}
