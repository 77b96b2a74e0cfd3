// Makes the picture of the playground in the README: a thread, and what is behind the scenes.
import { rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/browser/support/chromium.ts'
import { DiscordPage } from '../test/browser/support/discord-page.ts'
import { startPlaygroundProcess } from '../test/browser/support/playground-process.ts'

const picture = fileURLToPath(new URL('../docs/images/playground.png', import.meta.url))
const size = { width: 1720, height: 860 }

await using playground = await startPlaygroundProcess('en-US')
await using browser = await launchChromium()
const page = await browser.newPage({ colorScheme: 'dark', locale: 'en-US', viewport: size })
await page.goto(playground.url)
const discord = new DiscordPage(page)
await discord.ask('How do I invite the bot to my server?')
await discord.answer.getByText('npm start', { exact: true }).waitFor()
await discord.answer.locator('.thread-preview').click()
await page.getByRole('button', { name: 'Behind the scenes' }).click()
await page.getByRole('textbox', { name: /^Message How do I/ }).fill('Give me the long tour')
await page.keyboard.press('Enter')
await page.getByText('how many requests are left,').waitFor()

await writeFile(`${picture}.new`, await page.screenshot())
await rename(`${picture}.new`, picture)
console.log(picture)
