import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../src/core/conversation/context-window.ts'
import type { ConversationMessage } from '../../../src/core/conversation/message.ts'
import { statusLine } from '../../../src/core/conversation/status-lines.ts'
import { ConversationCache } from '../../../src/discord/history/conversation-cache.ts'
import { said, typed } from '../../support/messages.ts'

const room = '1'
const inVain = () => Promise.reject(new Error('read'))
const whole = (...messages: readonly ConversationMessage[]): Conversation => ({
  messages,
  isComplete: true,
  opening: [],
})

/** A memory of one room. */
async function remembering(
  ...messages: readonly ConversationMessage[]
): Promise<ConversationCache> {
  const memory = new ConversationCache()
  await memory.conversation(room, async () => whole(...messages))
  return memory
}

const idsIn = (memory: ConversationCache) =>
  memory.conversation(room, inVain).then(({ messages }) => messages.map(({ id }) => id))

describe('a remembered conversation', () => {
  it('takes what is written and changed, in the order of the ids', async () => {
    const memory = await remembering(said('10', 'One'))
    memory.update(said('30', 'Three'))
    memory.update(said('20', 'Two'))
    memory.update(said('10', 'One!', { editedAt: '2026-01-01' }))
    const { messages } = await memory.conversation(room, inVain)
    expect(messages.map(({ text }) => text)).toEqual(['One!', 'Two', 'Three'])
  })

  it('never takes a message back that was deleted, such as by the late response to an edit', async () => {
    const memory = await remembering(said('10', 'One'), typed('20', 'Secret'))
    memory.addSingle(typed('40', 'Secret, too'))
    memory.delete('20', room)
    memory.delete('40', room)
    memory.update(typed('20', 'Secret, longer', { editedAt: '2026-01-01' }))
    memory.addSingle(typed('40', 'Secret, too'))
    memory.clear()
    memory.addSingle(typed('40', 'Secret, too'))
    expect(memory.find('40')).toBeUndefined()
    const { messages } = await memory.conversation(room, async () => whole(said('10', 'One')))
    memory.update(typed('20', 'Secret, longer'))
    expect(messages.map(({ id }) => id)).toEqual(['10'])
    expect(await idsIn(memory)).toEqual(['10'])
  })

  it('takes no older state of a message for a newer one', async () => {
    const memory = await remembering(said('10', 'New', { editedAt: '2026-01-02' }))
    memory.update(said('10', 'Old', { editedAt: '2026-01-01' }))
    memory.update(said('10', 'Oldest'))
    const { messages } = await memory.conversation(room, inVain)
    expect(messages[0]?.text).toBe('New')
  })

  it('loses what is deleted, and replies know of it, and of changes', async () => {
    const target = said('10', 'One')
    const memory = await remembering(
      target,
      said('20', 'Two', { replyToId: '10', replyTo: target }),
    )
    memory.update(said('10', 'One!', { editedAt: '2026-01-01' }))
    const mentioned = async () => (await memory.conversation(room, inVain)).messages.at(-1)?.replyTo
    expect((await mentioned())?.text).toBe('One!')
    memory.delete('10', room)
    expect(await mentioned()).toBeNull()
    expect(await idsIn(memory)).toEqual(['20'])
    memory.delete('20', room)
    expect(await idsIn(memory)).toEqual([])
  })

  it('follows the message on which its thread was opened, which stands elsewhere', async () => {
    const starter = typed(room, 'Hello', { channelId: '7' })
    const memory = await remembering(starter, said('10', 'Hi'))
    memory.update({ ...starter, text: 'Hello!', editedAt: '2026-01-01' })
    expect((await memory.conversation(room, inVain)).messages[0]?.text).toBe('Hello!')
    memory.delete(room, '7')
    expect(await idsIn(memory)).toEqual(['10'])
  })

  it('keeps only its first question of what was cut', async () => {
    const memory = await remembering(
      said('10', 'First'),
      typed('11', 'One.', { replyToId: '10' }),
      said('20', 'Second'),
      said('30', 'Third'),
    )
    const cut = statusLine('Cut: https://discord.com/channels/1/1/30', 'cut')
    memory.update(typed('31', `Three.\n${cut}`, { replyToId: '30' }))
    const { messages, opening, isComplete } = await memory.conversation(room, inVain)
    expect([messages, opening].map((all) => all.map(({ id }) => id))).toEqual([
      ['30', '31'],
      ['10'],
    ])
    expect(isComplete).toBe(false)
    // What is older comes back for no event, and where the first question goes, all is read again.
    memory.update(said('20', 'Second!', { editedAt: '2026-01-01' }))
    expect(await idsIn(memory)).toEqual(['30', '31'])
    memory.delete('10', room)
    await expect(memory.conversation(room, inVain)).rejects.toThrow('read')
  })
})

describe('a conversation that is being read', () => {
  it('is read once, and knows what happened meanwhile', async () => {
    const memory = new ConversationCache()
    const { promise, resolve } = Promise.withResolvers<Conversation>()
    const first = memory.conversation(room, () => promise)
    const second = memory.conversation(room, inVain)
    memory.update(said('20', 'Two'))
    memory.update(said('10', 'One!', { editedAt: '2026-01-01' }))
    memory.delete('15', room)
    resolve(whole(said('10', 'One'), said('15', 'Gone')))
    const texts = (conversation: Conversation) => conversation.messages.map(({ text }) => text)
    expect(texts(await first)).toEqual(['One!', 'Two'])
    expect(texts(await second)).toEqual(['One!', 'Two'])
    expect(await idsIn(memory)).toEqual(['10', '20'])
  })

  it('is not remembered when events were missed meanwhile', async () => {
    const memory = new ConversationCache()
    const { promise, resolve } = Promise.withResolvers<Conversation>()
    const reading = memory.conversation(room, () => promise)
    memory.clear()
    resolve(whole(said('10', 'One')))
    expect((await reading).messages).toHaveLength(1)
    await expect(memory.conversation(room, inVain)).rejects.toThrow('read')
  })

  it('can be read again where that failed', async () => {
    const memory = new ConversationCache()
    await expect(memory.conversation(room, inVain)).rejects.toThrow('read')
    await memory.conversation(room, async () => whole(said('10', 'One')))
    expect(await idsIn(memory)).toEqual(['10'])
  })
})

describe('the memory', () => {
  it('forgets first what was used longest ago, by its size', async () => {
    const memory = new ConversationCache()
    const text = 'x'.repeat(4_000_000)
    for (const id of ['1', '2', '3'])
      await memory.conversation(id, async () => whole(said('9', text)))
    await memory.conversation('1', inVain)
    await memory.conversation('4', async () => whole(said('9', text)))
    await memory.conversation('1', inVain)
    await expect(memory.conversation('2', inVain)).rejects.toThrow('read')
  })
})
