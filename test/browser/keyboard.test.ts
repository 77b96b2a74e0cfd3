import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { focusOf, goTo, hasFocus } from './support/focus.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('a person with a keyboard alone', () => {
  it('asks, opens the thread, writes there and uses a menu', async () => {
    await using scene = await startBrowserScene()
    const { page } = scene
    const { keyboard } = page
    const discord = new DiscordPage(page)
    await page.getByRole('region', { name: 'Examples' }).waitFor()
    const stops = await goTo(page, /^Message #general$/)
    expect(stops.filter(({ isVisible }) => !isVisible)).toEqual([])

    await keyboard.type('/ask Give me a short answer')
    await keyboard.press('Enter')
    const answer = new ShownMessage(discord.answer)
    await answer.button('Retry').waitFor()
    const back = await goTo(page, /Platen added You to the thread/, 'Shift+Tab')
    expect(back.filter(({ isVisible }) => !isVisible)).toEqual([])
    await keyboard.press('Enter')
    await discord.thread.composer.waitFor()
    await goTo(page, /^Message Give me a short answer$/)
    await keyboard.type('And now?')
    await keyboard.press('Enter')
    await discord.thread.message('I was given 3 messages').button('Retry').waitFor()

    await goTo(page, /^More$/, 'Shift+Tab')
    const opener = discord.thread.newest.button('More')
    await expect.poll(() => hasFocus(opener)).toBe(true)
    await keyboard.press('Enter')
    await discord.menuItem('Reply').waitFor()
    await expect.poll(() => hasFocus(discord.menuItem('Reply'))).toBe(true)
    await scene.checkAccessibility()
    await scene.screenshot('keyboard')
    await keyboard.press('ArrowDown')
    await expect.poll(() => hasFocus(discord.menuItem('Copy text'))).toBe(true)
    await keyboard.press('Escape')
    await expect.poll(() => hasFocus(opener)).toBe(true)

    // Goes once around the page: nothing traps the focus.
    const around = await goTo(page, /^More$/)
    const again = await goTo(page, /^Message #general$/)
    const onPage = [...around, ...again].filter(({ name }) => name !== '')
    expect(onPage.filter(({ isVisible }) => !isVisible)).toEqual([])
    await keyboard.press('Tab')
    expect((await focusOf(page)).name).toBe('Send message')
    await scene.expectQuiet()
  })
})
