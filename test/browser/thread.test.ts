import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { expectGrowth, watch } from './support/growth.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('the thread of an answer', () => {
  it('opens beside the channel, and what is written there is answered there', async () => {
    await using scene = await startBrowserScene()
    const discord = new DiscordPage(scene.page)
    await discord.ask('Give me a short answer')
    const answer = new ShownMessage(discord.answer)
    await answer.button('Retry').waitFor()
    await answer.threadPreview.click()

    const { channel, thread } = discord
    await thread.message('This is a short answer').root.waitFor()
    const [left, right] = [await channel.root.boundingBox(), await thread.root.boundingBox()]
    expect(left && right && left.x + left.width <= right.x).toBe(true)
    await expect.poll(() => answer.threadPreview.textContent()).toContain('Platen added You')
    await scene.checkAccessibility()

    await thread.say('What will the weather be?')
    await thread.message('I was given 3 messages of this conversation.').button('Retry').waitFor()
    await thread.say('And the day after?')
    const last = 'I was given 5 messages of this conversation.'
    const states = await watch(() => thread.newest.text(), last)
    expectGrowth(states.slice(states.findIndex((text) => /^You asked:\s+And the/.test(text))))
    await thread.message(last).button('Retry').waitFor()

    await expect.poll(() => channel.messages.count()).toBe(1)
    await expect.poll(() => answer.threadPreview.textContent()).toContain('You asked:')
    // Two questions, two answers, and Discord's own line about who was added.
    await answer.threadPreview.getByText('5 Messages').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('thread')
    await scene.expectQuiet()
  })
})
