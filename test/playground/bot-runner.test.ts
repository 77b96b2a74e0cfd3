import { expect, it } from 'vitest'
import { BotRunner } from '../../playground/bot-runner.ts'

it('starts a bot again at once after it was killed', async () => {
  const states: string[] = []
  const runner = new BotRunner(
    () => ({ PATH: process.env['PATH'], DISCORD_TOKEN: 'none', OPENAI_API_KEY: 'none' }),
    (state) => states.push(state),
  )
  runner.start()
  await runner.kill()
  runner.start()
  expect(states).toEqual(['starting', 'stopped', 'starting'])
  await runner.kill()
  expect(states.at(-1)).toBe('stopped')
})
