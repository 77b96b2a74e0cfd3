import { Events, type Message, MessageReferenceType } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { MessageFlag, MessageKind } from '../src/index.ts'
import { Frames } from './frames.ts'
import { type Scene, startScene } from './scene.ts'

/** Another channel of the same guild. */
function elsewhere(scene: Scene) {
  return scene.discord.addChannel(scene.guild.id, { name: 'elsewhere' })
}

describe('a forward', () => {
  it('is an empty message with a snapshot, which does not say who wrote it', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild, channel } = scene
    const target = elsewhere(scene)
    const said = discord.as(ben.id).say(channel.id, `look, <@${ann.id}>`, {
      attachments: [{ name: 'cat.png', contentType: 'image/png', content: 'meow' }],
      stickers: [{ name: 'Wave' }],
    })
    const frames = new Frames(await scene.connect())
    const pingsBefore = discord.pings.length
    const { id } = discord.as(ann.id).forward(said.id, target.id)
    await frames.upTo(id)
    const rest = (await scene.call('GET', `/channels/${target.id}/messages/${id}`)).body
    for (const message of [rest, frames.of('MESSAGE_CREATE')[0]]) {
      expect(message).toMatchObject({
        type: MessageKind.plain,
        author: { id: ann.id },
        content: '',
        attachments: [],
        mentions: [],
        flags: 1 << 14,
        message_reference: {
          type: 1,
          channel_id: channel.id,
          message_id: said.id,
          guild_id: guild.id,
        },
      })
      expect(message).not.toHaveProperty('referenced_message')
      expect(message).toHaveProperty('message_snapshots', [
        {
          message: {
            type: MessageKind.plain,
            content: `look, <@${ann.id}>`,
            mentions: [expect.objectContaining({ id: ann.id })],
            mention_roles: [],
            attachments: [expect.objectContaining({ filename: 'cat.png' })],
            embeds: [],
            components: [],
            timestamp: said.timestamp,
            edited_timestamp: null,
            flags: 0,
            sticker_items: [expect.objectContaining({ name: 'Wave' })],
          },
        },
      ])
    }
    expect(discord.pings).toHaveLength(pingsBefore)
  })

  it('is read by discord.js', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const client = await scene.connect()
    const said = discord.as(ben.id).say(channel.id, 'look')
    const heard = new Promise<Message>((resolve) => {
      client.on(Events.MessageCreate, (message) => {
        if (message.reference?.type === MessageReferenceType.Forward) resolve(message)
      })
    })
    discord.as(ben.id).forward(said.id, elsewhere(scene).id)
    const { messageSnapshots } = await heard
    expect(messageSnapshots.map(({ content }) => content)).toEqual(['look'])
  })

  it('keeps what was said, though that is edited and deleted', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const attachments = [{ name: 'a.txt', content: 'kept' }]
    const said = discord.as(ben.id).say(channel.id, 'before', { attachments })
    const { id } = discord.as(ben.id).forward(said.id, elsewhere(scene).id)
    discord.as(ben.id).edit(said.id, 'after')
    discord.as(ben.id).remove(said.id)
    const { snapshot } = discord.message(id) ?? {}
    expect(snapshot).toMatchObject({ content: 'before' })
    const [file] = snapshot?.attachments ?? []
    expect(await (await fetch(file?.url ?? '')).text()).toBe('kept')
  })

  it('of a forward shows the first message again', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const said = discord.as(ben.id).say(channel.id, 'once')
    const first = discord.as(ben.id).forward(said.id, elsewhere(scene).id)
    const second = discord.as(ben.id).forward(first.id, channel.id)
    expect(second).toMatchObject({ referenceId: first.id, snapshot: { content: 'once' } })
  })

  it('can be replied to; the reply shows it as it is', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const said = discord.as(ben.id).say(channel.id, 'this')
    const { id } = discord.as(ben.id).forward(said.id, channel.id)
    const reply = discord.as(ben.id).say(channel.id, 'what?', { replyTo: id })
    const path = `/channels/${channel.id}/messages/${reply.id}`
    expect((await scene.call('GET', path)).body).toMatchObject({
      type: MessageKind.reply,
      message_reference: { type: 0, message_id: id },
      referenced_message: {
        content: '',
        message_reference: { type: 1, message_id: said.id },
        message_snapshots: [{ message: { content: 'this' } }],
      },
    })
  })

  it('needs sight of the one place and a voice in the other', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild, channel } = scene
    const staff = discord.addChannel(guild.id, {
      name: 'staff',
      overwrites: [{ id: guild.id, deny: ['VIEW_CHANNEL'] }],
    })
    const secret = discord.as(ann.id).say(staff.id, 'secret')
    const said = discord.as(ben.id).say(channel.id, 'open')
    expect(() => discord.as(ben.id).forward(secret.id, channel.id)).toThrow('VIEW_CHANNEL')
    expect(() => discord.as(ben.id).forward(said.id, staff.id)).toThrow('VIEW_CHANNEL')
    const poll = { question: 'Tea?', answers: ['Yes'] }
    const asked = discord.as(ben.id).say(channel.id, '', { poll })
    expect(() => discord.as(ben.id).forward(asked.id, channel.id)).toThrow('Invalid Form')
    discord.as(ben.id).openThread(channel.id, 'x')
    const system = discord.messages(channel.id).at(-1)?.id ?? ''
    expect(() => discord.as(ben.id).forward(system, channel.id)).toThrow('Invalid Form')
  })
})

describe('a forward of a bot', () => {
  it('names the channel, and says nothing itself', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const target = elsewhere(scene)
    const said = discord.as(ben.id).say(channel.id, 'news')
    const send = (reference: object, more: object = {}) =>
      scene.call('POST', `/channels/${target.id}/messages`, {
        message_reference: { type: 1, message_id: said.id, ...reference },
        ...more,
      })
    const sent = await send({ channel_id: channel.id })
    expect(sent).toMatchObject({
      status: 200,
      body: { content: '', message_snapshots: [{ message: { content: 'news' } }] },
    })
    expect(discord.message(sent.id)?.flags).toBe(MessageFlag.hasSnapshot)
    const refused = { status: 400, body: { code: 50_035 } }
    expect(await send({})).toMatchObject(refused)
    expect(await send({ channel_id: target.id })).toMatchObject(refused)
    expect(await send({ channel_id: channel.id }, { content: 'see' })).toMatchObject(refused)
    discord.faults.revoke(channel.id, scene.bot.id, 'VIEW_CHANNEL')
    expect(await send({ channel_id: channel.id })).toMatchObject({ body: { code: 50_001 } })
  })

  it('cannot be of what the bot cannot read', async () => {
    await using scene = await startScene({ messageContent: false })
    const { discord, ben, bot, channel } = scene
    const forward = (message_id: string) =>
      scene.call('POST', `/channels/${channel.id}/messages`, {
        message_reference: { type: 1, message_id, channel_id: channel.id },
      })
    const hidden = discord.as(ben.id).say(channel.id, 'private')
    expect(await forward(hidden.id)).toMatchObject({ body: { code: 160_014 } })
    const named = discord.as(ben.id).say(channel.id, `<@${bot.id}> you may`)
    expect((await forward(named.id)).status).toBe(200)
  })
})
