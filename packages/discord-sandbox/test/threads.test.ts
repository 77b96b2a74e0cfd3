import { describe, expect, it } from 'vitest'
import { ChannelKind, MessageKind } from '../src/index.ts'
import { type Scene, startScene } from './scene.ts'

async function threadOf(scene: Scene, name = 'talk'): Promise<string> {
  const { id } = await scene.send('start')
  const path = `/channels/${scene.channel.id}/messages/${id}/threads`
  const { status } = await scene.call('POST', path, { name })
  expect(status).toBe(201)
  return id
}

describe('a thread on a message', () => {
  it('has the message’s id, and begins with a pointer to it', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    const { body } = await scene.call('GET', `/channels/${id}/messages`)
    expect(body).toMatchObject([
      {
        type: MessageKind.threadStarter,
        content: '',
        message_reference: { channel_id: scene.channel.id, message_id: id },
        referenced_message: { id, content: 'start' },
      },
    ])
    const parent = await scene.call('GET', `/channels/${scene.channel.id}/messages`)
    expect(parent.body).toMatchObject([{ id, flags: 32, thread: { id, message_count: 0 } }])
  })

  it('is the only one on it', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    const path = `/channels/${scene.channel.id}/messages/${id}/threads`
    expect(await scene.call('POST', path, { name: 'second' })).toMatchObject({
      status: 400,
      body: { code: 160_004 },
    })
  })

  it('cannot be in a thread, a voice channel or a direct message', async () => {
    await using scene = await startScene()
    const thread = await threadOf(scene)
    const voice = scene.discord.addChannel(scene.guild.id, { name: 'v', type: ChannelKind.voice })
    const direct = scene.discord.addDirectMessage(scene.ann.id, scene.bot.id)
    for (const channelId of [thread, voice.id, direct.id]) {
      const { id } = await scene.send('here', channelId)
      const path = `/channels/${channelId}/messages/${id}/threads`
      expect(await scene.call('POST', path, { name: 'no' })).toMatchObject({
        status: 400,
        body: { code: 50_024 },
      })
    }
  })

  it('needs a name and a permission, and room in the guild', async () => {
    await using scene = await startScene()
    const { id } = await scene.send('start')
    const path = `/channels/${scene.channel.id}/messages/${id}/threads`
    for (const name of ['', 'x'.repeat(101)]) {
      expect(await scene.call('POST', path, { name })).toMatchObject({ body: { code: 50_035 } })
    }
    scene.discord.faults.revoke(scene.channel.id, scene.bot.id, 'CREATE_PUBLIC_THREADS')
    expect(await scene.call('POST', path, { name: 'x' })).toMatchObject({ body: { code: 50_013 } })
  })

  it('is refused when the guild is full of threads', async () => {
    await using scene = await startScene()
    const { discord, bot, ann } = scene
    const guild = discord.addGuild({ name: 'small', owner: ann.id, maxActiveThreads: 1 })
    discord.addMember(guild.id, bot.id)
    const channel = discord.addChannel(guild.id, { name: 'c' })
    const first = discord.as(ann.id).openThread(channel.id, 'first')
    const { id } = await scene.send('start', channel.id)
    const create = () =>
      scene.call('POST', `/channels/${channel.id}/messages/${id}/threads`, { name: 'second' })
    expect(await create()).toMatchObject({ status: 400, body: { code: 160_006 } })
    discord.as(ann.id).archive(first.id)
    expect((await create()).status).toBe(201)
  })
})

describe('writing in a thread', () => {
  it('needs SEND_MESSAGES_IN_THREADS, not SEND_MESSAGES', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    scene.discord.faults.revoke(id, scene.bot.id, 'SEND_MESSAGES')
    expect((await scene.send('in', id)).status).toBe(200)
    scene.discord.faults.revoke(id, scene.bot.id, 'SEND_MESSAGES_IN_THREADS')
    expect(await scene.send('out', id)).toMatchObject({ status: 403, body: { code: 50_013 } })
  })

  it('makes a member, counts, and wakes an archived one before the message', async () => {
    await using scene = await startScene()
    const { discord, ben } = scene
    const id = await threadOf(scene)
    discord.faults.archive(id)
    const order: string[] = []
    discord.subscribe((event) => {
      if (event.kind === 'dispatch') order.push(event.type)
    })
    discord.as(ben.id).say(id, 'still there?')
    expect(order).toEqual([
      'THREAD_UPDATE',
      'THREAD_MEMBER_UPDATE',
      'THREAD_MEMBERS_UPDATE',
      'MESSAGE_CREATE',
    ])
    expect(discord.thread(id)).toMatchObject({ archived: false, messageCount: 1 })
    expect(discord.thread(id)?.memberIds).toContain(ben.id)
  })

  it('is for moderators alone once it is locked', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    scene.discord.as(scene.ann.id).lock(id)
    expect(await scene.send('no', id)).toMatchObject({ status: 400, body: { code: 160_005 } })
    scene.discord.as(scene.ann.id).say(id, 'owners may')
    expect(() => scene.discord.as(scene.ben.id).say(id, 'no')).toThrow('locked')
  })
})

describe('threads of a channel', () => {
  it('on no message are announced, or private and seen by their members alone', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const open = discord.as(ann.id).openThread(channel.id, 'open')
    expect(discord.messages(channel.id)).toMatchObject([
      { type: MessageKind.threadCreated, content: 'open' },
    ])
    const hidden = discord.as(ann.id).openThread(channel.id, 'hidden', { private: true })
    expect(discord.messages(channel.id)).toHaveLength(1)
    expect(() => discord.as(ben.id).say(hidden.id, 'peek')).toThrow('VIEW_CHANNEL')
    expect((await scene.call('GET', `/channels/${hidden.id}`)).body).toMatchObject({ code: 50_001 })
    discord.as(ann.id).say(hidden.id, `come <@${scene.bot.id}>`)
    expect((await scene.call('GET', `/channels/${hidden.id}`)).status).toBe(200)
    const { body } = await scene.call('GET', `/guilds/${scene.guild.id}/threads/active`)
    expect(body).toMatchObject({ threads: [{ id: open.id }, { id: hidden.id }] })
  })

  it('are listed when archived, changed by their owner, deleted by moderators', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    const change = (body: object) => scene.call('PATCH', `/channels/${id}`, body)
    expect(await change({ name: 'renamed', archived: true })).toMatchObject({
      body: { name: 'renamed', thread_metadata: { archived: true } },
    })
    expect(await change({ name: 'no' })).toMatchObject({ body: { code: 50_083 } })
    expect(await change({ locked: true })).toMatchObject({ body: { code: 50_013 } })
    const archived = `/channels/${scene.channel.id}/threads/archived/public`
    expect((await scene.call('GET', archived)).body).toMatchObject({ threads: [{ id }] })
    expect(await change({ archived: false })).toMatchObject({ status: 200 })
    expect(await scene.call('DELETE', `/channels/${id}`)).toMatchObject({ body: { code: 50_013 } })
  })

  it('take members, and tell the thread', async () => {
    await using scene = await startScene()
    const id = await threadOf(scene)
    const path = `/channels/${id}/thread-members`
    expect((await scene.call('PUT', `${path}/${scene.ben.id}`)).status).toBe(204)
    expect(scene.discord.thread(id)?.memberIds).toEqual([scene.bot.id, scene.ben.id])
    expect(scene.discord.messages(id).at(-1)).toMatchObject({
      type: MessageKind.recipientAdd,
      mentionIds: [scene.ben.id],
    })
    expect((await scene.call('DELETE', `${path}/@me`)).status).toBe(204)
    expect(scene.discord.thread(id)?.memberIds).toEqual([scene.ben.id])
  })
})
