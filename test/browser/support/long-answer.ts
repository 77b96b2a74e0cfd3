import { DiscordPage } from './discord-page.ts'
import { Panel } from './panel.ts'
import type { BrowserScene } from './scene.ts'

/** Asks for a long answer, with the open panel beside it. */
export async function beginLongAnswer({ page }: BrowserScene) {
  const discord = new DiscordPage(page)
  const panel = new Panel(page)
  await panel.open()
  await discord.tryExample('Long')
  return { discord, panel }
}
