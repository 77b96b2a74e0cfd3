import { expect, it } from 'vitest'
import { BotRunner } from '../../playground/bot-runner.ts'

const environment = () => ({
  PATH: process.env['PATH'],
  DISCORD_TOKEN: 'none',
  OPENAI_API_KEY: 'none',
})

it('starts a bot again at once after it was killed', async () => {
  const states: string[] = []
  const runner = new BotRunner(environment, (state) => states.push(state))
  runner.start()
  await runner.kill()
  runner.start()
  expect(states).toEqual(['starting', 'stopped', 'starting'])
  await runner.kill()
  expect(states.at(-1)).toBe('stopped')
})

it('starts a bot again after it has stopped', async () => {
  const states: string[] = []
  const runner = new BotRunner(environment, (state) => states.push(state))
  runner.start()
  await runner.restart()
  expect(states).toEqual(['starting', 'stopped', 'starting'])
  await runner.kill()
})

it('starts no bot once it has ended, whatever was asked for before', async () => {
  const states: string[] = []
  const runner = new BotRunner(environment, (state) => states.push(state))
  runner.start()
  const restarted = runner.restart()
  await runner.end()
  await restarted
  runner.start()
  expect(states).toEqual(['starting', 'stopped'])
  await runner.kill()
})
