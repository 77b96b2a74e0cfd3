import { it } from 'vitest'
import { watch } from './support/growth.ts'
import { beginLongAnswer } from './support/long-answer.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('a bot that is killed in the panel', () => {
  it('is told after the bot was killed in the middle of an answer', async () => {
    await using scene = await startBrowserScene({ tokensPerSecond: 40 })
    const { discord, panel } = await beginLongAnswer(scene)
    await watch(() => discord.answerText(), 'A tour of Platen')
    await panel.press('Kill the bot, start it again')
    await discord.statusLine.getByText('Platen is starting…').waitFor()
    await watch(
      () => discord.answerText(),
      'The bot was stopped while it was answering. Please ask again.',
    )
    await discord.statusLine.getByText('Platen is starting…').waitFor({ state: 'detached' })

    await panel.press('Stop the bot')
    await discord.statusLine.getByText('Platen is stopped.').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('stopped-bot')
    await discord.statusLine.getByRole('button', { name: 'Start' }).click()
    await discord.statusLine.getByText('Platen is').waitFor({ state: 'detached' })
    await new ShownMessage(discord.answer).button('Retry').click()
    await watch(() => discord.answerText(), 'A tour of Platen')
    await scene.expectQuiet()
  })
})
