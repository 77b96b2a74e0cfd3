import { type AnyThreadChannel, Events, ForumChannel } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { ChannelKind } from '../src/index.ts'
import { Frames } from './frames.ts'
import { type Scene, startScene } from './scene.ts'

function forumOf(scene: Scene, options: { defaultAutoArchiveMinutes?: number } = {}) {
  const { discord, guild } = scene
  return discord.addChannel(guild.id, { name: 'help', type: ChannelKind.forum, ...options })
}

describe('a post in a forum', () => {
  it('is a thread with the id of its first message, which lies inside of it', async () => {
    await using scene = await startScene()
    const { discord, ben } = scene
    const forum = forumOf(scene, { defaultAutoArchiveMinutes: 1440 })
    const embedless = { attachments: [{ name: 'log.txt', content: 'boom' }] }
    const { id } = discord.as(ben.id).openPost(forum.id, 'It broke', 'See the log', embedless)
    expect(discord.thread(id)).toMatchObject({
      type: ChannelKind.publicThread,
      name: 'It broke',
      parentId: forum.id,
      ownerId: ben.id,
      autoArchiveMinutes: 1440,
      memberIds: [ben.id],
      messageCount: 0,
    })
    const inside = await scene.call('GET', `/channels/${id}/messages/${id}`)
    expect(inside.body).toMatchObject({
      id,
      channel_id: id,
      type: 0,
      content: 'See the log',
      attachments: [{ filename: 'log.txt' }],
    })
    expect(inside.body).not.toHaveProperty('thread')
    const outside = await scene.call('GET', `/channels/${forum.id}/messages/${id}`)
    expect(outside).toMatchObject({ status: 404, body: { code: 10_008 } })
    expect((await scene.call('GET', `/channels/${forum.id}`)).body).toMatchObject({
      type: 15,
      last_message_id: id,
      available_tags: [],
    })
    expect((await scene.call('GET', `/channels/${id}`)).body).toMatchObject({ applied_tags: [] })
  })

  it('comes over the gateway as a new thread and then its message', async () => {
    await using scene = await startScene()
    const forum = forumOf(scene)
    const frames = new Frames(await scene.connect())
    const { id } = scene.discord.as(scene.ben.id).openPost(forum.id, 'Hello', 'Anybody?')
    expect(await frames.upTo(id)).toEqual(['THREAD_CREATE', 'MESSAGE_CREATE'])
    expect(frames.of('THREAD_CREATE')).toMatchObject([
      { id, parent_id: forum.id, newly_created: true },
    ])
    expect(frames.of('MESSAGE_CREATE')).toMatchObject([{ id, channel_id: id, position: 0 }])
  })

  it('counts the answers, not what it begins with', async () => {
    await using scene = await startScene()
    const { discord, ben } = scene
    const { id } = discord.as(ben.id).openPost(forumOf(scene).id, 'Hello', 'Anybody?')
    expect((await scene.send('I am here', id)).status).toBe(200)
    expect(discord.thread(id)?.messageCount).toBe(1)
    discord.as(ben.id).remove(id)
    expect(discord.thread(id)?.messageCount).toBe(1)
  })

  it('can be a bot’s, with nothing but SEND_MESSAGES', async () => {
    await using scene = await startScene()
    const forum = forumOf(scene)
    scene.discord.faults.revoke(forum.id, scene.bot.id, 'CREATE_PUBLIC_THREADS')
    const post = (body: object) => scene.call('POST', `/channels/${forum.id}/threads`, body)
    const made = await post({ name: 'News', message: { content: 'Release 2' } })
    expect(made).toMatchObject({
      status: 201,
      body: {
        type: 11,
        parent_id: forum.id,
        member: { user_id: scene.bot.id },
        message: { id: made.id, channel_id: made.id, content: 'Release 2' },
      },
    })
    expect(await post({ name: 'News' })).toMatchObject({
      status: 400,
      body: { code: 50_035, errors: { message: { _errors: [{ code: 'BASE_TYPE_REQUIRED' }] } } },
    })
    const long = { content: 'x'.repeat(2001) }
    expect(await post({ name: 'News', message: long })).toMatchObject({
      body: { errors: { message: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } },
    })
    expect(await post({ name: 'News', message: {} })).toMatchObject({ body: { code: 50_006 } })
    expect(scene.discord.threads(scene.guild.id)).toHaveLength(1)
    scene.discord.faults.revoke(forum.id, scene.bot.id, 'SEND_MESSAGES')
    expect(await post({ name: 'News', message: { content: 'x' } })).toMatchObject({ status: 403 })
  })

  it('can bring files', async () => {
    await using scene = await startScene()
    const form = new FormData()
    const message = { content: 'See', attachments: [{ id: '0', description: 'all of it' }] }
    form.append('payload_json', JSON.stringify({ name: 'Answer', message }))
    form.append('files[0]', new Blob(['# A']), 'answer.md')
    const { body } = await scene.call('POST', `/channels/${forumOf(scene).id}/threads`, form)
    expect(body).toMatchObject({
      message: { attachments: [{ filename: 'answer.md', description: 'all of it' }] },
    })
  })
})

describe('discord.js in a forum', () => {
  it('finds the first message of a new post, and makes posts', async () => {
    await using scene = await startScene()
    const { discord, ben } = scene
    const forum = forumOf(scene)
    const client = await scene.connect()
    const created = new Promise<AnyThreadChannel>((resolve) => {
      client.once(Events.ThreadCreate, (thread, isNew) => {
        if (isNew) resolve(thread)
      })
    })
    const { id } = discord.as(ben.id).openPost(forum.id, 'It broke', 'How?')
    const thread = await created
    expect(thread.id).toBe(id)
    expect((await thread.fetchStarterMessage())?.content).toBe('How?')
    const { parent } = thread
    if (!(parent instanceof ForumChannel)) throw new Error('The post is in no forum')
    const own = await parent.threads.create({ name: 'News', message: { content: 'Release 2' } })
    expect(discord.message(own.id)).toMatchObject({ channelId: own.id, content: 'Release 2' })
  })
})

describe('a forum itself', () => {
  it('takes no messages and has none', async () => {
    await using scene = await startScene()
    const { discord, ben } = scene
    const forum = forumOf(scene)
    const refused = { status: 400, body: { code: 50_008 } }
    expect(await scene.send('no', forum.id)).toMatchObject(refused)
    expect(() => discord.as(ben.id).say(forum.id, 'no')).toThrow('non-text channel')
    expect(() => discord.webhookSay(forum.id, { name: 'CI', content: 'no' })).toThrow('non-text')
    expect(() => discord.as(ben.id).openPost(scene.channel.id, 'a', 'b')).toThrow('no forum')
    discord.as(ben.id).openPost(forum.id, 'Hello', 'Anybody?')
    expect(await scene.call('GET', `/channels/${forum.id}/messages`)).toMatchObject({
      status: 200,
      body: [],
    })
  })

  it('may be a media channel', async () => {
    await using scene = await startScene()
    const { discord, guild, ben } = scene
    const media = discord.addChannel(guild.id, { name: 'photos', type: ChannelKind.media })
    const { id } = discord.as(ben.id).openPost(media.id, 'Lake', 'At dawn')
    expect((await scene.call('GET', `/channels/${media.id}`)).body).toMatchObject({ type: 16 })
    expect((await scene.call('GET', `/guilds/${guild.id}/channels`)).status).toBe(200)
    expect((await scene.call('GET', `/channels/${id}/messages`)).body).toMatchObject([
      { id, content: 'At dawn' },
    ])
    expect(await scene.send('no', media.id)).toMatchObject({ body: { code: 50_008 } })
  })
})
