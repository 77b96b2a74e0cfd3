import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { openPage } from './support/page-scene.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('several people', () => {
  it('write in one thread, and each is told what they have not seen', async () => {
    await using scene = await startBrowserScene()
    const you = new DiscordPage(scene.page)
    await you.ask('Give me a short answer')
    const answer = new ShownMessage(you.answer)
    await answer.button('Retry').waitFor()
    await answer.threadPreview.click()
    await you.thread.say('Hello from the owner')

    await using elsewhere = await openPage(scene.url)
    const others = new DiscordPage(elsewhere.page)
    await others.become('Ada')
    await new ShownMessage(others.answer).threadPreview.click()
    await others.thread.message('Hello from the owner').root.waitFor()
    await others.thread.say('Hello from Ada')
    await you.thread.message('Hello from Ada').root.waitFor()

    await you.place('random').click()
    await others.thread.say('@You, are you there?')
    await you.place(/^Give me a short answer , 1 mention, unread$/).waitFor()
    await others.channel.say('A word in general')
    await you.place(/^general , unread$/).waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('unread')
    await you.place('general').click()
    await you.channel.message('A word in general').root.waitFor()
    await expect.poll(() => you.channel.firstNew.text()).toContain('A word in general')
    await expect.poll(() => you.place('general').textContent()).not.toContain('unread')
    await you.place('Give me a short answer').click()
    await you.thread.message('@You, are you there?').root.waitFor()
    await expect.poll(() => you.place('Give me').textContent()).not.toContain('unread')

    await others.become('小林')
    await expect.poll(() => elsewhere.page.title()).toBe('Platen 练习场')
    await others.thread.message('Hello from Ada').root.waitFor()
    await others.thread.say('你好，我是小林')
    await you.thread.message('你好，我是小林').root.waitFor()
    await others.thread.message('这是一段简短的回答').button('Retry').waitFor()
    await elsewhere.checkAccessibility()
    await elsewhere.screenshot('xiaolin')

    await others.composer.pressSequentially('/')
    const commands = elsewhere.page.getByRole('option')
    await expect.poll(() => commands.allInnerTexts()).toHaveLength(3)
    await expect.poll(() => commands.first().innerText()).toMatch(/^\/提问\s+向模型提问/)
    await elsewhere.screenshot('xiaolin-commands')
    await elsewhere.expectQuiet()
    await scene.expectQuiet()
  })

  it('see an answer that only the asker may see nowhere', async () => {
    await using scene = await startBrowserScene()
    const you = new DiscordPage(scene.page)
    await using elsewhere = await openPage(scene.url)
    const others = new DiscordPage(elsewhere.page)
    await others.become('Ada')

    const form = await you.beginCommand('ask')
    await form.option('question').pressSequentially('Give me a short answer')
    await form.add('private')
    await form.choice('True').click()
    await scene.page.keyboard.press('Enter')
    const answer = you.channel.message('Only you can see this')
    await answer.button('Retry').waitFor()
    await expect.poll(() => answer.text()).toContain('This is a short answer')
    await scene.checkAccessibility()
    await scene.screenshot('private')

    await you.channel.say('Now for everybody')
    await others.channel.message('Now for everybody').root.waitFor()
    await expect.poll(() => others.channel.messages.count()).toBe(1)

    await answer.button('Dismiss message').click()
    await expect.poll(() => you.channel.messages.count()).toBe(1)
    await elsewhere.expectQuiet()
    await scene.expectQuiet()
  })
})
