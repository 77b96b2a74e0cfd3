import type { APIMessage, REST } from 'discord.js'
import { expect, it } from 'vitest'
import { statusLine } from '../../../src/core/conversation/status-lines.ts'
import { fetchConversation } from '../../../src/discord/history/fetch-thread.ts'

const identity = { id: '7', roleId: undefined }

/** A room of so many messages; those of the bot say what `said` gives for their ids. */
function room(count: number, said: Readonly<Record<string, string>> = {}) {
  const messages = Array.from({ length: count }, (_, index) => {
    const id = `${1_000 + index}`
    const author = {
      id: said[id] === undefined ? '8' : identity.id,
      username: 'ada',
      global_name: null,
    }
    const content = said[id] ?? `message ${id}`
    const empty = { mentions: [], embeds: [], attachments: [], components: [] }
    // What Discord sends besides, nobody reads here.
    return { id, channel_id: '1', type: 0, author, content, ...empty } as unknown as APIMessage
  })
  const requests: string[] = []
  const rest = {
    async get(_: string, { query }: { query: URLSearchParams }) {
      requests.push(query.toString())
      const before = query.get('before')
      const after = query.get('after')
      const limit = Number(query.get('limit'))
      if (after !== null) return messages.slice(0, limit).reverse()
      const older = messages.filter(({ id }) => before === null || Number(id) < Number(before))
      return older.slice(-limit).reverse()
    },
  } as unknown as REST
  return { rest, requests }
}

const address = { channelId: '1', parentId: undefined }
const never = async () => false

it('reads no further back than where the conversation was cut, and how it began', async () => {
  const cut = statusLine('Cut: https://discord.com/channels/1/1/1150', 'cut')
  const { rest, requests } = room(300, { '1299': `Yes.\n${cut}` })
  const { messages, opening, isComplete } = await fetchConversation(address, {
    rest,
    identity,
    isEnough: never,
  })
  expect(requests).toEqual(['limit=100', 'limit=100&before=1200', 'limit=20&after=0'])
  expect([messages[0]?.id, messages.length, isComplete]).toEqual(['1100', 200, false])
  expect(opening.map(({ text }) => text)).toEqual(['message 1000'])
})

it('stops where the model can be told no more', async () => {
  const { rest, requests } = room(300)
  let left = 150
  const isEnough = async (posts: readonly unknown[]) => {
    left -= posts.length
    return left <= 0
  }
  expect((await fetchConversation(address, { rest, identity, isEnough })).messages).toHaveLength(
    200,
  )
  expect(requests).toHaveLength(3)
})

it('reads a short one by one request', async () => {
  const { rest, requests } = room(99)
  const { messages, isComplete } = await fetchConversation(address, {
    rest,
    identity,
    isEnough: never,
  })
  expect([messages.length, isComplete, requests.length]).toEqual([99, true, 1])
})
