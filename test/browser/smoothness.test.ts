import { setTimeout as sleep } from 'node:timers/promises'
import { type ChatInputCommandInteraction, Events } from 'discord.js'
import { expect, it } from 'vitest'
import { buildPage } from '../../playground/page/build.ts'
import { DiscordPage } from './support/discord-page.ts'
import { startSandboxScene } from './support/sandbox-scene.ts'
import { describeInBrowser } from './support/scene.ts'

/** Text with marks, lists and highlighted code. */
const block =
  '## A heading\n- **bold** and `code`\n- a [link](https://example.com)\n```ts\nconst answer = { question: "why", count: 42 }\n```\nAnd some words in between, so that it is not all marks. '
const text = block.repeat(9)
const last = 'The last words.'

/** The pace of a fast model: 100 tokens per second. */
const charactersPerSecond = 400

/** Edits as often as the rate limits allow; discord.js waits for them. */
async function typeAnswer(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply()
  const startedAt = performance.now()
  for (;;) {
    const length = ((performance.now() - startedAt) / 1000) * charactersPerSecond
    if (length >= text.length) break
    await interaction.editReply(text.slice(0, Math.max(1, length)))
    await sleep(50)
  }
  await interaction.editReply(`${text}\n${last}`)
}

function report(line: string): void {
  process.stdout.write(`\n${line}\n`)
}

describeInBrowser('the page', () => {
  it('is not busy for long while ten answers grow at once', async () => {
    await using scene = await startSandboxScene()
    const { world, bot } = scene
    const typed: Promise<void>[] = []
    bot.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) typed.push(typeAnswer(interaction))
    })
    const { channel } = new DiscordPage(scene.page)
    await channel.composer.waitFor()
    const you = world.discord.as(world.you.id)
    const questions = Array.from({ length: 10 }, (_, index) => `Question ${index + 1}`)
    await Promise.all(
      questions.map((question) => you.command(world.channelId, 'ask', { question })),
    )
    // The test does not query the page meanwhile: that would cause long tasks too.
    await Promise.all(typed)
    await expect.poll(() => channel.messages.filter({ hasText: last }).count()).toBe(10)

    const durations = (await scene.longTasks()).map(({ durationMs }) => durationMs)
    const longest = Math.round(Math.max(0, ...durations))
    report(`Ten answers at once: ${durations.length} tasks above 50 ms, the longest ${longest} ms`)
    // Generous, because other programs may run on this machine.
    expect(longest).toBeLessThan(500)
    await scene.screenshot('ten-answers')
    await scene.expectQuiet()
  })

  it('is small, and soon there', async () => {
    const files = [...(await buildPage()).values()]
    const bytes = files.reduce((sum, { gzipped }) => sum + gzipped.length, 0)
    await using scene = await startSandboxScene()
    await new DiscordPage(scene.page).composer.waitFor()
    const measure = () =>
      scene.page.evaluate(() => {
        const [navigation] = performance.getEntriesByType('navigation')
        const [paint] = performance.getEntriesByName('first-contentful-paint')
        const loaded = navigation as PerformanceNavigationTiming
        return { loaded: loaded.domContentLoadedEventEnd, painted: paint?.startTime ?? 0 }
      })
    // The entry is added with the first frame, which can be later than the element.
    await expect.poll(async () => (await measure()).painted).toBeGreaterThan(0)
    const times = await measure()
    report(
      `The page: ${(bytes / 1000).toFixed(0)} kB with gzip; DOMContentLoaded after ${times.loaded.toFixed(0)} ms, first words after ${times.painted.toFixed(0)} ms`,
    )
    expect(bytes).toBeLessThan(400_000)
    await scene.expectQuiet()
  })
})
