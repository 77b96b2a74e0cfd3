import { it } from 'vitest'
import { watch } from './support/growth.ts'
import { beginLongAnswer } from './support/long-answer.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('a thread that is locked in the panel', () => {
  it('is told where an answer cannot go on: in a locked thread', async () => {
    await using scene = await startBrowserScene({ tokensPerSecond: 40 })
    const { discord, panel } = await beginLongAnswer(scene)
    await new ShownMessage(discord.answer).threadPreview.click()
    await panel.press('Lock the open thread')
    await discord.thread.root.getByText('This thread is locked').waitFor()
    await watch(() => discord.answerText(), 'This thread was locked, so the answer ends here.')
    await scene.checkAccessibility()
    await scene.screenshot('locked')
    await scene.expectQuiet()
  })
})
