// Makes the picture at the top of the README: the playground's own page while an answer is typed.
import { rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/browser/support/chromium.ts'
import { DiscordPage } from '../test/browser/support/discord-page.ts'
import { startPlaygroundProcess } from '../test/browser/support/playground-process.ts'
import { recordWhile } from './recording/frames.ts'
import { gifOf } from './recording/gif.ts'

const picture = fileURLToPath(new URL('../docs/images/typing.gif', import.meta.url))
const size = { width: 700, height: 460 }
const question = 'Show me some code'
const lastWords = 'data: [DONE].'

/** Nobody looks at a picture for longer, nor waits for a larger one. */
const longestMs = 12_000
const mostBytes = 1_500_000

/** How long the whole answer stands before the picture begins anew. */
const endingMs = 2000

await using playground = await startPlaygroundProcess('en-US')
await using browser = await launchChromium()
const page = await browser.newPage({ colorScheme: 'dark', locale: 'en-US' })
await page.goto(playground.url)
const discord = new DiscordPage(page)

const clip = await discord.showConversation(size)
const typed = await recordWhile(page, clip, async () => {
  await discord.ask(question, { msPerKey: 60 })
  await discord.answer.filter({ hasText: lastWords }).waitFor({ timeout: longestMs })
})
const frames = typed.map((frame, index) =>
  index === typed.length - 1 ? { ...frame, shownMs: endingMs } : frame,
)
const lengthMs = frames.reduce((sum, { shownMs }) => sum + shownMs, 0)
if (lengthMs > longestMs) throw new Error(`It took ${lengthMs} ms: more than ${longestMs}`)
const gif = await gifOf(browser, frames, size)
if (gif.length > mostBytes) throw new Error(`It has ${gif.length} bytes: more than ${mostBytes}`)

// Never half a picture: the old one stands until the new one is whole.
await writeFile(`${picture}.new`, gif)
await rename(`${picture}.new`, picture)
console.log(
  `${picture}: ${frames.length} frames, ${(lengthMs / 1000).toFixed(1)} s, ${gif.length} bytes`,
)
