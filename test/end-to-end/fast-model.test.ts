import { expect, it } from 'vitest'
import { startScene } from './scene.ts'

it.each(['leaky', 'fixed'] as const)(
  'types long answers of a fast model one after the other without meeting a %s limit',
  async (buckets) => {
    const scene = await startScene({ discord: { buckets, roundTripMs: 5 } })
    try {
      const lines = Array.from({ length: 100 }, (_, number) =>
        `${number} ${'word '.repeat(11)}`.trim(),
      )
      const long = lines.join('\n')
      scene.model.always((answer) => answer.text(long).finish('stop').done())
      const messageId = await scene.ask(scene.newChannel().id, 'First')
      await scene.threadOn(messageId)
      for (const [index, text] of ['Second', 'Third'].entries()) {
        scene.discord.as(scene.ada.id).say(messageId, text)
        // The first answer is still being typed when the second question comes.
        await scene.answered(index === 0 ? 2 : 1)
      }
      expect(scene.answersIn(messageId).length).toBeGreaterThanOrEqual(8)
      scene.expectNoHarm()
    } finally {
      await scene[Symbol.asyncDispose]()
    }
  },
)
