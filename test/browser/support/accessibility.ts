import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

const tags = [
  ...['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  // Not demanded by WCAG, but good manners: landmarks, order of headings.
  'best-practice',
]

/**
 * What axe-core finds wrong with the page as it is now, one line for each element: the rule, the
 * element's selector, and what is wrong with it.
 */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's own rules about scripts do not concern.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (values) =>
      window.axe.run(document, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
        // Else axe fetches the style sheets itself.
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
