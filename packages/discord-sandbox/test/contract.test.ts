import { describe, expect, it } from 'vitest'
import { watchContract } from '../src/contract/contract.ts'
import { startDiscord } from '../src/index.ts'
import { Scene } from './scene.ts'

/** Runs one create and gives what the contract says of it. */
async function violationsOf(body: unknown): Promise<readonly string[]> {
  const discord = await startDiscord()
  const contract = watchContract(discord)
  const scene = new Scene(discord, {})
  const { status } = await scene.call('POST', `/channels/${scene.channel.id}/messages`, body)
  expect(status).toBe(200)
  expect(contract.contractOf('POST', '/channels/:channel/messages')).toBe(2)
  await discord.close()
  return contract.violations
}

describe('watchContract', () => {
  it('has nothing against a good request', async () => {
    expect(await violationsOf({ content: 'x', allowed_mentions: { parse: [] } })).toEqual([])
  })

  it('finds a misspelt field, also inside others', async () => {
    expect(await violationsOf({ content: 'x', allowedMentions: {} })).toEqual([
      'POST /channels/:channel/messages: request has the unknown key "allowedMentions"',
    ])
    const row = {
      type: 1,
      components: [{ type: 2, style: 1, label: 'x', custom_id: 'x', emojo: 1 }],
    }
    expect(await violationsOf({ content: 'x', components: [row] })).toEqual([
      'POST /channels/:channel/messages: request has the unknown key "components[].components[].emojo"',
    ])
  })

  it('finds what Discord forgives and its description does not', async () => {
    expect(await violationsOf({ content: 'x', message_reference: null, flags: null })).toEqual([])
    const attachments = [{ id: 0 }]
    expect(await violationsOf({ content: 'x', attachments })).toEqual([
      'POST /channels/:channel/messages: request attachments.0.id: Invalid input: expected string, received number',
    ])
  })
})
