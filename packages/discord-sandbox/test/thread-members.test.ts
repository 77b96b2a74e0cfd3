import { Client, Events, GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { MessageKind } from '../src/index.ts'
import { Frames } from './frames.ts'
import { type Scene, startScene } from './scene.ts'

/** A thread of Ann's, with nobody else in it. */
function threadOf(scene: Scene, options: { private?: boolean } = {}): string {
  return scene.discord.as(scene.ann.id).openThread(scene.channel.id, 'talk', options).id
}

describe('the members of a thread', () => {
  it('are asked for one by one, and listed only to bots with GUILD_MEMBERS', async () => {
    await using scene = await startScene()
    const { discord, ann, bot, guild } = scene
    const path = `/channels/${threadOf(scene)}/thread-members`
    expect(await scene.call('GET', `${path}/@me`)).toMatchObject({
      status: 404,
      body: { code: 10_007 },
    })
    expect((await scene.call('PUT', `${path}/@me`)).status).toBe(204)
    expect((await scene.call('GET', `${path}/@me`)).body).toMatchObject({ user_id: bot.id })
    expect((await scene.call('GET', `${path}/${ann.id}?with_member=true`)).body).toMatchObject({
      user_id: ann.id,
      member: { user: { id: ann.id } },
    })
    expect(await scene.call('GET', path)).toMatchObject({ status: 403, body: { code: 50_001 } })
    const census = discord.addBot({ name: 'census', guildMembers: true })
    discord.addMember(guild.id, census.id)
    expect((await scene.call('GET', path, undefined, census)).body).toMatchObject([
      { user_id: ann.id },
      { user_id: bot.id },
    ])
    expect((await scene.call('DELETE', `${path}/@me`)).status).toBe(204)
    expect((await scene.call('GET', `${path}/@me`)).status).toBe(404)
  })

  it('are no better known from the guild', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot, guild } = scene
    const census = discord.addBot({ name: 'census', guildMembers: true })
    discord.addMember(guild.id, census.id)
    const path = `/guilds/${guild.id}/members?limit=2`
    expect(await scene.call('GET', path)).toMatchObject({ status: 403, body: { code: 50_001 } })
    const page = (query = '') => scene.call('GET', `${path}${query}`, undefined, census)
    expect((await page()).body).toMatchObject([{ user: { id: bot.id } }, { user: { id: ann.id } }])
    expect((await page(`&after=${ann.id}`)).body).toMatchObject([
      { user: { id: ben.id } },
      { user: { id: census.id } },
    ])
  })

  it('come, go and bring each other; the thread is told of what others did', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot } = scene
    const id = threadOf(scene)
    expect(discord.as(ben.id).joinThread(id).memberIds).toEqual([ann.id, ben.id])
    discord.as(ben.id).leaveThread(id)
    expect(discord.thread(id)?.memberIds).toEqual([ann.id])
    expect(discord.messages(id)).toEqual([])
    expect(discord.as(ann.id).addToThread(id, bot.id).memberIds).toEqual([ann.id, bot.id])
    const path = `/channels/${id}/thread-members/${ann.id}`
    expect(await scene.call('DELETE', path)).toMatchObject({ body: { code: 50_013 } })
    discord.setRolePermissions(scene.guild.id, scene.guild.id, ['VIEW_CHANNEL', 'MANAGE_THREADS'])
    expect((await scene.call('DELETE', path)).status).toBe(204)
    expect(discord.messages(id)).toMatchObject([
      { type: MessageKind.recipientAdd, authorId: ann.id, mentionIds: [bot.id] },
      { type: MessageKind.recipientRemove, authorId: bot.id, mentionIds: [ann.id] },
    ])
  })

  it('stay as they are while the thread is archived', async () => {
    await using scene = await startScene()
    const id = threadOf(scene)
    scene.discord.faults.archive(id)
    const ben = scene.discord.as(scene.ben.id)
    expect(() => ben.joinThread(id)).toThrow('archived')
    expect(() => ben.addToThread(id, scene.bot.id)).toThrow('archived')
    const path = `/channels/${id}/thread-members/@me`
    expect(await scene.call('PUT', path)).toMatchObject({ body: { code: 50_083 } })
  })

  it('of a private thread are chosen by those in it', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot } = scene
    const id = threadOf(scene, { private: true })
    expect(() => discord.as(ben.id).joinThread(id)).toThrow('VIEW_CHANNEL')
    discord.as(ann.id).addToThread(id, ben.id)
    const path = `/channels/${id}/thread-members/${bot.id}`
    expect(await scene.call('PUT', path)).toMatchObject({ body: { code: 50_001 } })
    discord.as(ben.id).addToThread(id, bot.id)
    expect((await scene.call('GET', path)).status).toBe(200)
  })
})

describe('a private thread that is not open to invitations', () => {
  it('takes whom its owner or a moderator adds', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot, channel } = scene
    const carl = discord.addUser({ name: 'carl' })
    discord.addMember(scene.guild.id, carl.id)
    const body = { name: 'closed', type: 12, invitable: false }
    const { id } = await scene.call('POST', `/channels/${channel.id}/threads`, body)
    const path = `/channels/${id}/thread-members/${ben.id}`
    expect((await scene.call('PUT', path)).status).toBe(204)
    expect(() => discord.as(ben.id).addToThread(id, carl.id)).toThrow('Missing Permissions')
    discord.as(ann.id).addToThread(id, carl.id)
    expect(discord.thread(id)?.memberIds).toEqual(expect.arrayContaining([bot.id, carl.id]))
  })
})

describe('the gateway, of threads', () => {
  it('brings a private one to a bot that is added to it, and tells it that it was removed', async () => {
    await using scene = await startScene()
    const { discord, ann, bot, guild, channel } = scene
    const frames = new Frames(await scene.connect())
    const id = threadOf(scene, { private: true })
    discord.as(ann.id).addToThread(id, bot.id)
    const answered = await scene.send('here', id)
    expect(await frames.upTo(answered.id)).toEqual([
      'THREAD_CREATE',
      'THREAD_MEMBERS_UPDATE',
      'MESSAGE_CREATE',
      'MESSAGE_CREATE',
    ])
    const member = {
      id,
      user_id: bot.id,
      join_timestamp: expect.any(String),
      flags: expect.any(Number),
    }
    const [created] = frames.of('THREAD_CREATE')
    expect(created).toMatchObject({ id, type: 12, member })
    expect(created).not.toHaveProperty('newly_created')
    expect(frames.of('THREAD_MEMBERS_UPDATE')).toEqual([
      {
        id,
        guild_id: guild.id,
        member_count: 2,
        added_members: [
          {
            ...member,
            member: expect.objectContaining({ user: expect.objectContaining({ id: bot.id }) }),
            presence: null,
          },
        ],
      },
    ])
    await scene.call('DELETE', `/channels/${id}/thread-members/@me`)
    discord.as(ann.id).say(id, 'unheard')
    await frames.upTo(discord.as(ann.id).say(channel.id, 'heard').id)
    expect(frames.of('THREAD_MEMBERS_UPDATE').at(-1)).toEqual({
      id,
      guild_id: guild.id,
      member_count: 1,
      removed_member_ids: [bot.id],
    })
    expect(frames.of('MESSAGE_CREATE').at(-1)).toMatchObject({ content: 'heard' })
    expect(frames.of('MESSAGE_CREATE').map(({ content }) => content)).not.toContain('unheard')
  })

  it('says of one that was just made that it is new', async () => {
    await using scene = await startScene()
    const frames = new Frames(await scene.connect())
    const id = threadOf(scene)
    await frames.upTo(scene.discord.as(scene.ben.id).say(id, 'hello').id)
    const created = frames.of('THREAD_CREATE')
    expect(created).toMatchObject([{ id, newly_created: true }])
    expect(created[0]).not.toHaveProperty('member')
  })

  it('tells of other members only with GUILD_MEMBERS', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild } = scene
    const census = discord.addBot({ name: 'census', guildMembers: true })
    discord.addMember(guild.id, census.id)
    await using client = await connected(scene, census.token)
    const all = new Frames(client)
    const own = new Frames(await scene.connect())
    const id = threadOf(scene)
    discord.as(ben.id).joinThread(id)
    discord.as(ben.id).leaveThread(id)
    const last = discord.as(ann.id).say(id, 'done').id
    await all.upTo(last)
    await own.upTo(last)
    expect(own.of('THREAD_MEMBERS_UPDATE')).toEqual([])
    expect(all.of('THREAD_MEMBERS_UPDATE')).toMatchObject([
      { added_members: [{ user_id: ann.id }] },
      { added_members: [{ user_id: ben.id }] },
      { removed_member_ids: [ben.id] },
    ])
  })

  it('tells a member of its membership when a thread comes back', async () => {
    await using scene = await startScene()
    const { discord, ann, bot, guild } = scene
    const id = threadOf(scene)
    discord.as(ann.id).addToThread(id, bot.id)
    discord.faults.archive(id)
    const frames = new Frames(await scene.connect())
    await frames.upTo(discord.as(ann.id).say(id, 'again').id)
    expect(frames.all.map(({ t }) => t)).toEqual([
      'THREAD_UPDATE',
      'THREAD_MEMBER_UPDATE',
      'MESSAGE_CREATE',
    ])
    expect(frames.of('THREAD_MEMBER_UPDATE')).toEqual([
      {
        id,
        guild_id: guild.id,
        user_id: bot.id,
        join_timestamp: expect.any(String),
        flags: expect.any(Number),
      },
    ])
  })

  it('brings active ones with the guild, and says which the bot is in', async () => {
    await using scene = await startScene()
    const joined = threadOf(scene)
    const other = threadOf(scene)
    const archived = threadOf(scene)
    scene.discord.faults.archive(archived)
    threadOf(scene, { private: true })
    scene.discord.as(scene.ann.id).addToThread(joined, scene.bot.id)
    const client = new Client({
      intents: [GatewayIntentBits.Guilds],
      rest: { api: scene.discord.apiUrl },
    })
    const frames = new Frames(client)
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
    await client.login(scene.bot.token)
    await ready
    await client.destroy()
    expect(frames.of('GUILD_CREATE')).toMatchObject([{ threads: [{ id: joined }, { id: other }] }])
    const [guild] = frames.of('GUILD_CREATE')
    const threads = guild?.['threads'] as readonly object[]
    expect(threads[0]).toHaveProperty('member', {
      join_timestamp: expect.any(String),
      flags: expect.any(Number),
    })
    expect(threads[1]).not.toHaveProperty('member')
  })

  it('brings those of a channel that the bot is let into', async () => {
    await using scene = await startScene()
    const { discord, ann, bot, guild } = scene
    const deny = ['VIEW_CHANNEL'] as const
    const staff = discord.addChannel(guild.id, {
      name: 'staff',
      overwrites: [{ id: bot.id, deny }],
    })
    const { id } = discord.as(ann.id).openThread(staff.id, 'plans')
    discord.as(ann.id).addToThread(id, bot.id)
    const frames = new Frames(await scene.connect())
    discord.setOverwrite(staff.id, { id: bot.id })
    await frames.upTo(discord.as(ann.id).say(id, 'welcome').id)
    expect(frames.all.map(({ t }) => t)).toEqual([
      'CHANNEL_UPDATE',
      'THREAD_LIST_SYNC',
      'MESSAGE_CREATE',
    ])
    expect(frames.of('THREAD_LIST_SYNC')).toMatchObject([
      {
        guild_id: guild.id,
        channel_ids: [staff.id],
        threads: [{ id, member: { user_id: bot.id } }],
        members: [{ id, user_id: bot.id }],
      },
    ])
  })
})

describe('how long a thread stays listed', () => {
  it('is what a person chose, else what the channel says; a bot says it itself', async () => {
    await using scene = await startScene()
    const { discord, ann, guild, channel } = scene
    const brief = discord.addChannel(guild.id, { name: 'brief', defaultAutoArchiveMinutes: 60 })
    const open = (channelId: string, autoArchiveMinutes?: number) =>
      discord
        .as(ann.id)
        .openThread(channelId, 'x', autoArchiveMinutes === undefined ? {} : { autoArchiveMinutes })
    expect(open(channel.id).autoArchiveMinutes).toBe(4320)
    expect(open(brief.id).autoArchiveMinutes).toBe(60)
    expect(open(brief.id, 1440).autoArchiveMinutes).toBe(1440)
    const made = async (body: object) => {
      const { id } = await scene.call('POST', `/channels/${brief.id}/threads`, {
        name: 'x',
        type: 11,
        ...body,
      })
      return discord.thread(id)?.autoArchiveMinutes
    }
    expect(await made({ auto_archive_duration: 10_080 })).toBe(10_080)
    // The setting is for people's clients: Discord's API does not look at it.
    expect(await made({})).toBe(4320)
    expect((await scene.call('GET', `/channels/${brief.id}`)).body).toMatchObject({
      default_auto_archive_duration: 60,
    })
  })
})

describe('a new name', () => {
  it('is refused the third time in ten minutes, unlike other changes', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { discord, bot, channel } = scene
    discord.setOverwrite(channel.id, { id: bot.id, allow: ['MANAGE_CHANNELS'] })
    const change = (body: object) => scene.call('PATCH', `/channels/${channel.id}`, body)
    expect((await change({ name: 'one' })).status).toBe(200)
    expect((await change({ name: 'two' })).status).toBe(200)
    const refused = await change({ name: 'three' })
    expect(refused).toMatchObject({
      status: 429,
      body: { message: 'The resource is being rate limited.', global: false },
    })
    expect(refused.body).not.toHaveProperty('code')
    const { retry_after } = refused.body as { retry_after: number }
    expect(retry_after).toBeGreaterThan(59_000)
    expect(retry_after).toBeLessThanOrEqual(60_000)
    expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(retry_after)))
    expect(refused.headers.get('x-ratelimit-scope')).toBe('shared')
    expect(refused.headers.get('x-ratelimit-remaining')).not.toBe('0')
    expect((await change({ topic: 'still' })).status).toBe(200)
    discord.skip(retry_after * 1000)
    expect((await change({ name: 'three' })).body).toMatchObject({ name: 'three' })
  })

  it('of a thread is counted for that thread, and told in it', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const make = async () => {
      const body = { name: 'talk', type: 11 }
      return (await scene.call('POST', `/channels/${scene.channel.id}/threads`, body)).id
    }
    const [first, second] = [await make(), await make()]
    const rename = (id: string, name: string) => scene.call('PATCH', `/channels/${id}`, { name })
    expect((await rename(first, 'a')).status).toBe(200)
    expect((await rename(first, 'b')).status).toBe(200)
    expect((await rename(first, 'c')).status).toBe(429)
    expect((await rename(second, 'c')).status).toBe(200)
    expect(scene.discord.messages(first)).toMatchObject([
      { type: MessageKind.nameChanged, content: 'a', authorId: scene.bot.id },
      { type: MessageKind.nameChanged, content: 'b' },
    ])
  })
})

async function connected(scene: Scene, token: string): Promise<Client<true> & AsyncDisposable> {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildMessages,
    ],
    rest: { api: scene.discord.apiUrl },
  })
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(token)
  return Object.assign(await ready, { [Symbol.asyncDispose]: () => client.destroy() })
}
