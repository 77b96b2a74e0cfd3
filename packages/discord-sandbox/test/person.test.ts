import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

describe('a person', () => {
  it('edits and removes what is theirs', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const { id } = discord.as(ben.id).say(channel.id, 'frist')
    expect(discord.as(ben.id).edit(id, 'first').content).toBe('first')
    expect(() => discord.as(ann.id).edit(id, 'mine')).toThrow('somebody else')
    discord.as(ann.id).remove(id)
    const states = discord.states(id).map(({ content, deleted }) => [content, deleted])
    expect(states).toEqual([
      ['frist', false],
      ['first', false],
      ['first', true],
    ])
  })

  it('cannot remove what a thread began with', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const { id: messageId } = discord.as(ann.id).say(channel.id, 'question')
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread', { messageId })
    discord.as(ann.id).say(thread.id, 'one')
    const [starter] = discord.messages(thread.id)
    expect(() => discord.as(ann.id).remove(starter?.id ?? '')).toThrow('system message')
    expect(discord.thread(thread.id)?.messageCount).toBe(1)
  })

  it('waits out the slowmode, unless they own the place', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild } = scene
    const slow = discord.addChannel(guild.id, { name: 'slow', slowmode: 30 })
    discord.as(ben.id).say(slow.id, 'one')
    expect(() => discord.as(ben.id).say(slow.id, 'two')).toThrow('Slowmode')
    discord.as(ann.id).say(slow.id, 'I')
    discord.as(ann.id).say(slow.id, 'may')
    discord.skip(30_000)
    expect(discord.as(ben.id).say(slow.id, 'two').content).toBe('two')
    expect((await scene.send('bots need not wait', slow.id)).status).toBe(200)
    expect((await scene.send('at all', slow.id)).status).toBe(200)
  })

  it('cannot say nothing, too much, or where they may not', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    expect(() => discord.as(ben.id).say(channel.id, '  ')).toThrow('empty message')
    expect(() => discord.as(ben.id).say(channel.id, 'x'.repeat(2001))).toThrow('Invalid Form Body')
    discord.faults.revoke(channel.id, ben.id, 'SEND_MESSAGES')
    expect(() => discord.as(ben.id).say(channel.id, 'x')).toThrow('SEND_MESSAGES')
  })

  it('is seen typing', async () => {
    await using scene = await startScene()
    const seen: unknown[] = []
    scene.discord.subscribe((event) => {
      if (event.kind === 'dispatch') seen.push([event.type, event.data['user_id']])
    })
    scene.discord.as(scene.ben.id).type(scene.channel.id)
    expect(seen).toEqual([['TYPING_START', scene.ben.id]])
  })
})
