import { DiscordPage } from './discord-page.ts'
import type { BrowserScene } from './scene.ts'
import { ScenesPanel } from './scenes-panel.ts'

/** Asks for a long answer, with what happens behind the scenes beside it. */
export async function beginLongAnswer({ page }: BrowserScene) {
  const discord = new DiscordPage(page)
  const scenes = new ScenesPanel(page)
  await scenes.open()
  await discord.tryExample('Long')
  return { discord, scenes }
}
