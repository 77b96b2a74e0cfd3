import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

const tags = [
  ...['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  // Not part of WCAG, but good practice: landmarks, order of headings.
  'best-practice',
]

/**
 * Runs axe-core on the page. Returns one line per faulty element: the rule, the element's selector
 * and the fault.
 */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // Evaluated through the debugger, because the page's content security policy forbids other
  // scripts.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (values) =>
      window.axe.run(document, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
        // Without this axe fetches the style sheets itself.
        preload: false,
      }),
    tags,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const summary = failureSummary.replace(/\s+/g, ' ')
      return `${id}: ${target.flat().join(' ')}: ${summary}`
    }),
  )
}

declare global {
  interface Window {
    readonly axe: typeof import('axe-core')
  }
}
