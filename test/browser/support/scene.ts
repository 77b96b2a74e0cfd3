import { describe, inject } from 'vitest'
import { openPage, type PageScene, type PersonalSettings } from './page-scene.ts'
import { startPlaygroundProcess } from './playground-process.ts'

/** A playground as its user starts it, and its page in a browser. */
export interface BrowserScene extends PageScene {
  /** Where its page is. */
  readonly url: string
  /** Everything that the playground and its bot printed so far. */
  readonly output: string
}

/** Resolves when the bot is online and the page has loaded. Its language is that of the browser. */
export async function startBrowserScene(settings: PersonalSettings = {}): Promise<BrowserScene> {
  await using resources = new AsyncDisposableStack()
  const playground = resources.use(await startPlaygroundProcess(settings.locale ?? 'en-US'))
  const opened = resources.use(await openPage(playground.url, settings))
  const held = resources.move()
  return {
    ...opened,
    url: playground.url,
    get output() {
      return playground.output
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** `describe`, skipped where there is nothing to test with; the run says why. */
export const describeInBrowser = describe.skipIf(inject('whyNoBrowser') !== '')
