import { expect, it } from 'vitest'
import { CommandForm } from './support/command-form.ts'
import { DiscordPage } from './support/discord-page.ts'
import { hasFocus } from './support/focus.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('the list of commands', () => {
  it('opens with /, and leads into the form of a command', async () => {
    await using scene = await startBrowserScene()
    const { keyboard } = scene.page
    const { channel } = new DiscordPage(scene.page)
    const form = new CommandForm(channel.form)
    await scene.page.getByRole('region', { name: 'Examples' }).waitFor()
    await channel.composer.pressSequentially('/')
    const commands = channel.form.getByRole('option')
    await expect
      .poll(async () => (await commands.allInnerTexts()).sort())
      .toEqual([
        expect.stringMatching(/^\/ask\s+Ask the model/),
        expect.stringMatching(/^\/help\s+How to talk/),
        expect.stringMatching(/^\/leave\s+Let people talk/),
      ])
    const chosen = channel.form.getByRole('option', { selected: true })
    await expect.poll(() => chosen.innerText()).toContain('/ask')
    await keyboard.press('ArrowDown')
    await expect.poll(() => chosen.innerText()).toContain('/leave')
    await keyboard.press('ArrowUp')
    await expect.poll(() => chosen.innerText()).toContain('/ask')
    await scene.checkAccessibility()
    await scene.screenshot('commands')

    await keyboard.type('nothing')
    await channel.form.getByText('No command of this name').waitFor()
    await scene.checkAccessibility()
    for (const _ of 'nothing') await keyboard.press('Backspace')

    await keyboard.press('Enter')
    await expect.poll(() => hasFocus(form.option('question'))).toBe(true)
    await keyboard.press('Enter')
    const missing = channel.form.getByRole('alert')
    await expect.poll(() => missing.innerText()).toBe('“question” is required.')
    await keyboard.type('Why?')
    await missing.waitFor({ state: 'detached' })

    await form.add('private')
    await expect.poll(() => hasFocus(form.option('private'))).toBe(true)
    await form.choice('False').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('command-form')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect.poll(() => form.option('private').inputValue()).toBe('False')
    for (const _ of 'False') await keyboard.press('Backspace')
    await keyboard.press('Backspace')
    await form.option('private').waitFor({ state: 'detached' })
    await expect.poll(() => form.option('question').inputValue()).toBe('Why?')

    await keyboard.press('Escape')
    await expect.poll(() => hasFocus(channel.composer)).toBe(true)
    await expect.poll(() => channel.composer.inputValue()).toBe('')
    await expect.poll(() => channel.messages.count()).toBe(0)
    await scene.expectQuiet()
  })
})
