import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { accessibilityViolations } from './accessibility.ts'
import { type LongTask, longTasksOf, watchLongTasks } from './long-tasks.ts'
import { screenshotFolder } from './screenshots.ts'
import { collectTroubles } from './troubles.ts'

/** How a person's browser is set up. */
export interface PersonalSettings {
  /** Default: 1280 by 800. */
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Default: dark. */
  readonly colorScheme?: 'dark' | 'light'
  /** Default: en-US. */
  readonly locale?: string
  /** Default: no-preference. */
  readonly reducedMotion?: 'reduce' | 'no-preference'
}

/** A page in its own browser context: it shares nothing with other scenes. */
export interface PageScene extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /**
   * Fails if there was an error that a person would not see: in the console, an uncaught one, a
   * failed request, or any request to another host.
   */
  expectQuiet(): Promise<void>
  /** Saves a screenshot. Returns its file. */
  screenshot(name: string): Promise<string>
  /** Fails if the page now breaks WCAG 2.2 AA or axe-core's best practices. */
  checkAccessibility(): Promise<void>
  /** Long tasks since the document began to load. Read them before axe-core runs, which causes some. */
  longTasks(): Promise<readonly LongTask[]>
}

/** This process's connection to the run's Chromium, which closes it at the end. */
let connected: Promise<Browser> | undefined

/** The Chromium of the run. Whoever opens a page in it closes that page. */
export function sharedChromium(): Promise<Browser> {
  connected ??= chromium.connect(inject('browserEndpoint'))
  return connected
}

/** Opens a URL. Requests to other hosts count as errors. */
export async function openPage(url: string, settings: PersonalSettings = {}): Promise<PageScene> {
  const browser = await sharedChromium()
  await using resources = new AsyncDisposableStack()
  const context = await browser.newContext({
    viewport: settings.viewport ?? { width: 1280, height: 800 },
    colorScheme: settings.colorScheme ?? 'dark',
    locale: settings.locale ?? 'en-US',
    reducedMotion: settings.reducedMotion ?? 'no-preference',
  })
  resources.defer(() => context.close())
  const troubles = collectTroubles(context, new URL(url).host)
  await watchLongTasks(context)
  const page = await context.newPage()
  await page.goto(url)
  const held = resources.move()
  return {
    page,
    context,
    async expectQuiet() {
      // After this round trip all earlier events of the page have arrived.
      await page.evaluate(() => undefined)
      expectNone('The page was not quiet', troubles)
    },
    async screenshot(name) {
      const file = path.join(screenshotFolder, `${name}.png`)
      await page.screenshot({ path: file })
      return file
    },
    async checkAccessibility() {
      expectNone('Not everybody can use the page', await accessibilityViolations(page))
    },
    longTasks: () => longTasksOf(page),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** Fails with all complaints: `expect` would shorten the list. */
function expectNone(sentence: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return
  throw new Error([`${sentence}:`, ...complaints].join('\n  '))
}
