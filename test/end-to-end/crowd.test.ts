import { expect, it } from 'vitest'
import { type Scene, startScene } from './scene.ts'

async function withScene(test: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await startScene({ discord: { roundTripMs: 40 } })
  try {
    await test(scene)
  } finally {
    await scene[Symbol.asyncDispose]()
  }
}

it('acknowledges fifty questions of the same second well in time, and answers them all', () =>
  withScene(async (scene) => {
    const { discord, model, ada } = scene
    model.always(async (answer, { messages }) => {
      const text = `This is the answer to ${messages.at(-1)?.content} `.repeat(3).trim()
      for (const word of text.split(' ')) {
        answer.text(`${word} `)
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
      answer.finish('stop').done()
    })
    const channels = [scene.newChannel(), scene.newChannel(), scene.newChannel()]
    const used = await Promise.all(
      Array.from({ length: 50 }, (_, number) => {
        const channel = channels[number % channels.length]
        return discord.as(ada.id).command(channel?.id ?? '', 'ask', { question: `#${number}` })
      }),
    )
    // Discord's own limit: what is later than 3 s is not acknowledged at all.
    for (const { acknowledgedAfterMs } of used) expect(acknowledgedAfterMs).toBeLessThan(3_000)
    await scene.answered(50)
    for (const [number, { responseMessageId = '' }] of used.entries()) {
      const text = `This is the answer to #${number} `.repeat(3).trim()
      expect(scene.textOf(responseMessageId)).toBe(`> #${number}\n\n${text}`)
      expect((await scene.threadOn(responseMessageId)).name).toBe(`#${number}`)
    }
    scene.expectNoHarm()
  }))
