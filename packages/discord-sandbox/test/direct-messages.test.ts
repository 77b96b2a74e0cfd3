import { type Client, type ClientOptions, GatewayIntentBits, Partials } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { answer, held, webhook } from './held.ts'
import { type Scene, startScene } from './scene.ts'

const { Guilds, DirectMessages, DirectMessageTyping } = GatewayIntentBits

interface Packet {
  readonly t: string
  readonly d: Readonly<Record<string, unknown>>
}

/** Everything that the gateway sends the bot from now on. */
async function listening(
  scene: Scene,
  intents: ClientOptions['intents'],
): Promise<{ client: Client; packets: Packet[]; types: () => string[] }> {
  const client = await scene.connect({ intents, partials: [Partials.Channel] })
  const packets: Packet[] = []
  client.on('raw', (packet: Packet) => packets.push(packet))
  return { client, packets, types: () => packets.map(({ t }) => t) }
}

function direct(scene: Scene): string {
  return scene.discord.addDirectMessage(scene.ben.id, scene.bot.id).id
}

const ask = {
  name: 'ask',
  description: 'Ask',
  options: [{ type: 3, name: 'question', description: 'What?', required: true }],
}

describe('a direct message', () => {
  it('comes with its text and without a server, also without MESSAGE_CONTENT', async () => {
    await using scene = await startScene({ messageContent: false })
    const { packets, types } = await listening(scene, [Guilds, DirectMessages, DirectMessageTyping])
    const channelId = direct(scene)
    const ben = scene.discord.as(scene.ben.id)
    ben.type(channelId)
    const { id } = ben.say(channelId, 'hello')
    ben.edit(id, 'hello!')
    ben.remove(id)
    await expect.poll(() => packets.length).toBe(4)
    expect(types()).toEqual(['TYPING_START', 'MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE'])
    const [typing, created, edited, removed] = packets.map(({ d }) => d)
    expect(typing).toMatchObject({ channel_id: channelId, user_id: ben.id })
    expect(created).toMatchObject({
      content: 'hello',
      channel_id: channelId,
      channel_type: 1,
      author: { id: ben.id },
    })
    expect(edited).toMatchObject({ content: 'hello!' })
    expect(removed).toEqual({ id, channel_id: channelId })
    for (const data of [typing, created, edited]) {
      expect(data).not.toHaveProperty('guild_id')
      expect(data).not.toHaveProperty('member')
    }
  })

  it('is a message of discord.js like any other, and can be replied to', async () => {
    await using scene = await startScene()
    const { client } = await listening(scene, [Guilds, DirectMessages])
    const replied = new Promise<string>((resolve, reject) => {
      client.on('messageCreate', (message) => {
        if (message.author.bot) return
        message.reply(`You said ${message.content}`).then(({ id }) => resolve(id), reject)
      })
    })
    const { id } = scene.discord.as(scene.ben.id).say(direct(scene), 'hello')
    expect(scene.discord.message(await replied)).toMatchObject({
      content: 'You said hello',
      referenceId: id,
      guildId: undefined,
    })
  })

  it('does not come without its intent; a command does', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { types } = await listening(scene, [Guilds, GatewayIntentBits.GuildMessages])
    await scene.register()
    const channelId = direct(scene)
    scene.discord.as(scene.ben.id).say(channelId, 'hello?')
    await held(scene, () =>
      scene.discord.as(scene.ben.id).command(channelId, 'ask', { question: 'hello?' }),
    )
    await expect.poll(types).toEqual(['INTERACTION_CREATE'])
  })

  it('reaches only people that something connects with the bot', async () => {
    await using scene = await startScene({ installTypes: [0, 1] })
    const { discord, bot } = scene
    const cleo = discord.addUser({ name: 'cleo' })
    const channel = discord.addDirectMessage(cleo.id, bot.id)
    expect(() => discord.as(cleo.id).say(channel.id, 'hi')).toThrow('Neither a server')
    expect(await scene.send('hi', channel.id)).toMatchObject({
      status: 403,
      body: { code: 50_007 },
    })
    discord.installForUser(bot.id, cleo.id)
    discord.as(cleo.id).say(channel.id, 'hi')
    expect((await scene.send('hi', channel.id)).status).toBe(200)
  })
})

describe('the direct message channel', () => {
  it('is one for each person, and for no bot', async () => {
    await using scene = await startScene()
    const open = (recipient_id: string) =>
      scene.call('POST', '/users/@me/channels', { recipient_id })
    const channelId = direct(scene)
    expect((await open(scene.ben.id)).body).toMatchObject({
      id: channelId,
      type: 1,
      recipients: [{ id: scene.ben.id }],
    })
    expect((await open(scene.ann.id)).id).not.toBe(channelId)
    expect(await open('100000000000000001')).toMatchObject({ status: 404, body: { code: 10_013 } })
    const other = scene.discord.addBot({ name: 'other' })
    expect(await open(other.id)).toMatchObject({ status: 403, body: { code: 50_007 } })
    const strange = await scene.call('GET', `/channels/${channelId}`, undefined, other)
    expect(strange).toMatchObject({ status: 403, body: { code: 50_001 } })
  })

  it('takes messages, replies, edits, reactions and typing', async () => {
    await using scene = await startScene()
    const channelId = direct(scene)
    const path = `/channels/${channelId}/messages`
    const said = scene.discord.as(scene.ben.id).say(channelId, 'hello')
    const reply = await scene.call('POST', path, {
      content: 'hi',
      message_reference: { message_id: said.id },
    })
    expect(reply).toMatchObject({
      status: 200,
      body: { type: 19, referenced_message: { content: 'hello' } },
    })
    expect(reply.body).not.toHaveProperty('guild_id')
    const own = `${path}/${reply.id}`
    expect((await scene.call('PATCH', own, { content: 'hi!' })).body).toMatchObject({
      content: 'hi!',
    })
    expect((await scene.call('GET', path)).body).toMatchObject([{ id: reply.id }, { id: said.id }])
    expect((await scene.call('GET', own)).body).toMatchObject({ content: 'hi!' })
    const reaction = `${path}/${said.id}/reactions/%F0%9F%91%8D/@me`
    expect((await scene.call('PUT', reaction)).status).toBe(204)
    expect((await scene.call('POST', `/channels/${channelId}/typing`)).status).toBe(204)
    expect((await scene.call('DELETE', own)).status).toBe(204)
    expect(scene.discord.messages(channelId).map(({ id }) => id)).toEqual([said.id])
  })

  it('has no threads and no moderators', async () => {
    await using scene = await startScene()
    const channelId = direct(scene)
    const channel = `/channels/${channelId}`
    const { id } = scene.discord.as(scene.ben.id).say(channelId, 'mine')
    const own = await scene.send('yours', channelId)
    const message = `${channel}/messages/${id}`
    const noThread = { status: 400, body: { code: 50_024 } }
    expect(await scene.call('POST', `${message}/threads`, { name: 'x' })).toMatchObject(noThread)
    expect(await scene.call('POST', `${channel}/threads`, { name: 'x' })).toMatchObject(noThread)
    expect(() => scene.discord.as(scene.ben.id).openThread(channelId, 'x')).toThrow('lacks')
    expect(await scene.call('PATCH', message, { content: 'x' })).toMatchObject({
      status: 403,
      body: { code: 50_005 },
    })
    const noModerator = { status: 403, body: { code: 50_003 } }
    expect(await scene.call('DELETE', message)).toMatchObject(noModerator)
    expect(await scene.call('DELETE', `${message}/reactions`)).toMatchObject(noModerator)
    expect(await scene.call('PATCH', channel, { name: 'x' })).toMatchObject(noModerator)
    const messages = [id, own.id]
    expect(await scene.call('POST', `${channel}/messages/bulk-delete`, { messages })).toMatchObject(
      noModerator,
    )
    expect(() => scene.discord.as(scene.ben.id).remove(own.id)).toThrow('MANAGE_MESSAGES')
  })
})

describe('an interaction in a direct message', () => {
  it('has a user and no member, and the permissions that the documentation lists', async () => {
    await using scene = await startScene({ speed: 0.01 })
    await scene.connect()
    await scene.register()
    const channelId = direct(scene)
    const interaction = await held(scene, () =>
      scene.discord.as(scene.ben.id).command(channelId, 'ask', { question: 'why?' }),
    )
    // ATTACH_FILES, EMBED_LINKS, MENTION_EVERYONE and USE_EXTERNAL_EMOJIS.
    const permissions = (1 << 15) | (1 << 14) | (1 << 17) | (1 << 18)
    expect(interaction.data).toMatchObject({
      user: { id: scene.ben.id },
      context: 1,
      authorizing_integration_owners: { 0: '0' },
      channel: { id: channelId, type: 1, recipients: [{ id: scene.ben.id }] },
      app_permissions: String(permissions),
    })
    for (const key of ['member', 'guild', 'guild_id', 'guild_locale']) {
      expect(interaction.data).not.toHaveProperty(key)
    }
    await answer(scene, interaction, { type: 5 })
    const original = webhook(scene, interaction.token, '/messages/@original')
    expect(await scene.call('PATCH', original, { content: 'because' })).toMatchObject({
      status: 200,
      body: {
        channel_id: channelId,
        interaction_metadata: { authorizing_integration_owners: { 0: '0' } },
      },
    })
    const { responseMessageId } = await interaction.done
    const path = `/channels/${channelId}/messages/${responseMessageId}`
    expect((await scene.call('PATCH', path, { content: 'because!' })).status).toBe(200)
  })

  it('is not offered where the command’s contexts leave it out', async () => {
    await using scene = await startScene()
    await scene.connect()
    const path = `/applications/${scene.bot.id}/commands`
    const channelId = direct(scene)
    const use = () => scene.discord.as(scene.ben.id).command(channelId, 'ask', { question: 'why?' })
    await scene.call('PUT', path, [{ ...ask, contexts: [0] }])
    await expect(use()).rejects.toThrow('No command "ask"')
    const inGuild = `/applications/${scene.bot.id}/guilds/${scene.guild.id}/commands`
    await scene.call('PUT', path, [])
    expect((await scene.call('POST', inGuild, ask)).status).toBe(201)
    await expect(use()).rejects.toThrow('No command "ask"')
  })

  it('comes from buttons and modals as well', async () => {
    await using scene = await startScene({ speed: 0.01 })
    await scene.connect()
    const channelId = direct(scene)
    const button = { type: 2, style: 1, label: 'More', custom_id: 'more' }
    const { id } = await scene.call('POST', `/channels/${channelId}/messages`, {
      content: 'one',
      components: [{ type: 1, components: [button] }],
    })
    const ben = scene.discord.as(scene.ben.id)
    const pressed = await held(scene, () => ben.press(id, 'more'))
    expect(pressed.data).toMatchObject({
      type: 3,
      context: 1,
      user: { id: ben.id },
      message: { id, content: 'one' },
      authorizing_integration_owners: { 0: '0' },
    })
    const input = { type: 4, custom_id: 'q', label: 'Question', style: 2 }
    const modal = {
      custom_id: 'form',
      title: 'Ask',
      components: [{ type: 1, components: [input] }],
    }
    await answer(scene, pressed, { type: 9, data: modal })
    const opened = await pressed.done
    const sent = await held(scene, () => ben.submitModal(opened, { q: 'why?' }))
    expect(sent.data).toMatchObject({ type: 5, context: 1, user: { id: ben.id }, message: { id } })
    await answer(scene, sent, { type: 7, data: { content: 'two', components: [] } })
    expect(scene.discord.message(id)).toMatchObject({ content: 'two', components: [] })
  })
})
