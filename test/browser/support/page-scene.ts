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

/** A page in a browser of its own person: nothing is kept from other scenes. */
export interface PageScene extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /**
   * Fails when, until now, anything was wrong that a person would not see: errors in the console,
   * uncaught errors, failed requests, or a request to another host, of any kind.
   */
  expectQuiet(): Promise<void>
  /** Keeps a picture of what can be seen now; returns its file. */
  screenshot(name: string): Promise<string>
  /** Fails where the page, as it is now, breaks WCAG 2.2 AA or the best practices of axe-core. */
  checkAccessibility(): Promise<void>
  /** Long tasks since the document began to load; ask before axe-core makes some of its own. */
  longTasks(): Promise<readonly LongTask[]>
}

/** The connection of this process to the Chromium of the run, which closes it at the end. */
let connected: Promise<Browser> | undefined

/** Opens an address; requests to other hosts than its own count as trouble. */
export async function openPage(url: string, settings: PersonalSettings = {}): Promise<PageScene> {
  connected ??= chromium.connect(inject('browserEndpoint'))
  const browser = await connected
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
      // What happened in the page before this answer has been told by then.
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

/** Fails with all of them: what `expect` says of a list leaves most of it out. */
function expectNone(sentence: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return
  throw new Error([`${sentence}:`, ...complaints].join('\n  '))
}
