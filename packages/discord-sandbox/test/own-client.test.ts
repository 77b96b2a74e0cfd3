import { describe, expect, it } from 'vitest'
import type { ClientEvent } from '../src/index.ts'
import { answer, held, webhook } from './held.ts'
import { type Scene, startScene } from './scene.ts'

/** Events as one person's client gets them, from now on. */
function followed(scene: Scene, userId: string): ClientEvent[] {
  const events: ClientEvent[] = []
  scene.discord.as(userId).client.follow((event) => events.push(event))
  return events
}

function contents(events: readonly ClientEvent[]): unknown[] {
  return events.flatMap(({ type, data }) =>
    type.startsWith('MESSAGE_') ? [`${type} ${data['content'] ?? data['id']}`] : [],
  )
}

describe('what a person’s own client is told', () => {
  it('begins with the servers, their channels and members, and the direct messages', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot, guild, channel } = scene
    const hidden = discord.addChannel(guild.id, {
      name: 'staff',
      overwrites: [{ id: guild.id, deny: ['VIEW_CHANNEL'] }],
    })
    const direct = discord.addDirectMessage(ben.id, bot.id)
    const thread = discord.as(ann.id).openThread(channel.id, 'plans')
    const ready = discord.as(ben.id).client.ready()
    expect(ready).toMatchObject({
      user: { id: ben.id, locale: 'en-US' },
      guilds: [
        {
          id: guild.id,
          channels: [{ id: channel.id }],
          threads: [{ id: thread.id, name: 'plans' }],
          members: [{ user: { id: ann.id } }, { user: { id: ben.id } }, { user: { id: bot.id } }],
        },
      ],
      private_channels: [{ id: direct.id, recipients: [{ id: bot.id }] }],
    })
    expect(JSON.stringify(ready)).not.toContain(hidden.id)
    expect(() => discord.as(ben.id).client.history(hidden.id)).toThrow('cannot see')
    expect(() => discord.as(ben.id).client.channel(hidden.id)).toThrow('cannot see')
  })

  it('hands out history in pages, oldest first, without what is for somebody else', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { discord, ann, ben, channel } = scene
    await scene.connect()
    await scene.register()
    for (const word of ['one', 'two', 'three']) discord.as(ann.id).say(channel.id, word)
    const interaction = await held(scene, () =>
      discord.as(ann.id).command(channel.id, 'ask', { question: 'why?' }),
    )
    await answer(scene, interaction, { type: 4, data: { content: 'secret', flags: 64 } })
    await interaction.done
    const read = (userId: string, range = {}) =>
      discord
        .as(userId)
        .client.history(channel.id, range)
        .map(({ content }) => content)
    expect(read(ann.id)).toEqual(['one', 'two', 'three', 'secret'])
    expect(read(ben.id)).toEqual(['one', 'two', 'three'])
    expect(read(ben.id, { limit: 2 })).toEqual(['two', 'three'])
    const [, second] = discord.as(ben.id).client.history(channel.id)
    expect(read(ben.id, { before: String(second?.['id']) })).toEqual(['one'])
  })

  it('tells with a message whether one is in its thread', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const { id: messageId } = discord.as(ann.id).say(channel.id, 'question')
    discord.as(ann.id).openThread(channel.id, 'a thread', { messageId })
    discord.faults.archive(messageId)
    const threads = [ann, ben].map(({ id }) => discord.as(id).client.history(channel.id)[0])
    expect(threads).toMatchObject([
      { thread: { id: messageId, member: { user_id: ann.id } } },
      { thread: { id: messageId } },
    ])
    expect(threads[1]).not.toHaveProperty('thread.member')
  })

  it('goes on with what happens, ephemeral messages for one person alone', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { discord, ann, ben, channel } = scene
    await scene.connect()
    await scene.register()
    const toAnn = followed(scene, ann.id)
    const toBen = followed(scene, ben.id)
    const interaction = await held(scene, () =>
      discord.as(ann.id).command(channel.id, 'ask', { question: 'why?' }),
    )
    await answer(scene, interaction, { type: 4, data: { content: 'secret', flags: 64 } })
    const { responseMessageId } = await interaction.done
    await scene.call('PATCH', webhook(scene, interaction.token, '/messages/@original'), {
      content: 'changed',
    })
    await scene.call('DELETE', webhook(scene, interaction.token, '/messages/@original'))
    discord.as(ben.id).say(channel.id, 'hello')
    expect(contents(toAnn)).toEqual([
      'MESSAGE_CREATE secret',
      'MESSAGE_UPDATE changed',
      `MESSAGE_DELETE ${responseMessageId}`,
      'MESSAGE_CREATE hello',
    ])
    expect(contents(toBen)).toEqual(['MESSAGE_CREATE hello'])
    expect(toAnn.some(({ type }) => type === 'INTERACTION_CREATE')).toBe(false)
  })

  it('learns of a private thread when added, and forgets it when removed', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const toBen = followed(scene, ben.id)
    const thread = discord.as(ann.id).openThread(channel.id, 'secret', { private: true })
    discord.as(ann.id).say(thread.id, 'before')
    expect(toBen).toEqual([])
    discord.as(ann.id).addToThread(thread.id, ben.id)
    discord.as(ann.id).say(thread.id, 'after')
    discord.as(ben.id).leaveThread(thread.id)
    discord.as(ann.id).say(thread.id, 'too late')
    expect(toBen.map(({ type }) => type)).toEqual([
      'THREAD_CREATE',
      'THREAD_MEMBERS_UPDATE',
      'MESSAGE_CREATE',
      'MESSAGE_CREATE',
      'THREAD_DELETE',
    ])
    expect(contents(toBen)).toContain('MESSAGE_CREATE after')
    expect(contents(toBen)).not.toContain('MESSAGE_CREATE too late')
  })

  it('learns of a direct message channel with the first message in it', async () => {
    await using scene = await startScene()
    const { discord, ann, ben } = scene
    const toAnn = followed(scene, ann.id)
    const direct = discord.addDirectMessage(ben.id, ann.id)
    expect(toAnn).toEqual([])
    for (const word of ['one', 'two']) discord.as(ben.id).say(direct.id, word)
    expect(toAnn).toMatchObject([
      { type: 'CHANNEL_CREATE', data: { id: direct.id, recipients: [{ id: ben.id }] } },
      { type: 'MESSAGE_CREATE', data: { content: 'one' } },
      { type: 'MESSAGE_CREATE', data: { content: 'two' } },
    ])
  })

  it('loses the channels that it may see no more', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const toBen = followed(scene, ben.id)
    discord.faults.revoke(channel.id, ben.id, 'VIEW_CHANNEL')
    expect(toBen).toMatchObject([{ type: 'CHANNEL_DELETE', data: { id: channel.id } }])
  })
})

describe('commands as a client lists them', () => {
  it('tell what their options take, in the person’s language', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const size = {
      type: 4,
      name: 'size',
      description: 'How large',
      description_localizations: { de: 'Wie groß' },
      choices: [{ name: 'small', name_localizations: { de: 'klein' }, value: 1 }],
    }
    const model = { type: 3, name: 'model', description: 'Which', autocomplete: true }
    await scene.register({ name: 'draw', description: 'Draw', options: [size, model] })
    const draw = () =>
      discord
        .as(ann.id)
        .commands(channel.id)
        .find(({ name }) => name === 'draw')
    expect(draw()).toMatchObject({
      type: 1,
      options: [
        {
          type: 4,
          shownDescription: 'Wie groß',
          isRequired: false,
          choices: [{ shownName: 'klein', value: 1 }],
        },
        { type: 3, hasAutocomplete: true, choices: [] },
      ],
    })
    discord.setLocale(ann.id, 'en-US')
    expect(draw()).toMatchObject({ options: [{ shownDescription: 'How large' }, {}] })
  })
})
