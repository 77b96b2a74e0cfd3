import { describe, inject } from 'vitest'
import { openPage, type PageScene, type PersonalSettings } from './page-scene.ts'
import { startPlaygroundProcess } from './playground-process.ts'

/** A playground as its user starts it, and its page in a browser. */
export interface BrowserScene extends PageScene {
  /** The page's URL. */
  readonly url: string
  /** Everything that the playground and its bot have printed. */
  readonly output: string
}

export interface BrowserSceneSettings extends PersonalSettings {
  /**
   * The demo model's speed. Default 200: most tests wait until an answer is complete. A test that acts
   * while an answer grows sets a slower one.
   */
  readonly tokensPerSecond?: number
}

/** Resolves when the bot is online and the page has loaded. Its language is that of the browser. */
export async function startBrowserScene(
  settings: BrowserSceneSettings = {},
): Promise<BrowserScene> {
  await using resources = new AsyncDisposableStack()
  const { locale = 'en-US', tokensPerSecond = 200 } = settings
  const playground = resources.use(await startPlaygroundProcess(locale, tokensPerSecond))
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

/** `describe`, but skipped without a browser; the run says why. */
export const describeInBrowser = describe.skipIf(inject('whyNoBrowser') !== '')
