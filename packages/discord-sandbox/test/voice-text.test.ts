import { Events, GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { ChannelKind } from '../src/index.ts'
import { answer, held } from './held.ts'
import { type Scene, startScene } from './scene.ts'

const kinds = [
  ['voice', ChannelKind.voice],
  ['stage', ChannelKind.stage],
] as const

const { Guilds, GuildMessages, GuildMessageTyping, MessageContent } = GatewayIntentBits
const intents = [Guilds, GuildMessages, GuildMessageTyping, MessageContent]

function lounge(scene: Scene, type: number): string {
  return scene.discord.addChannel(scene.guild.id, { name: 'lounge', type }).id
}

describe.each(kinds)('the text chat of a %s channel', (_, type) => {
  it('is a channel as any other for messages, and no place for threads', async () => {
    await using scene = await startScene()
    const channelId = lounge(scene, type)
    const path = `/channels/${channelId}/messages`
    const said = scene.discord.as(scene.ben.id).say(channelId, 'hello')
    const reply = await scene.call('POST', path, {
      content: 'hi',
      message_reference: { message_id: said.id },
    })
    expect(reply).toMatchObject({ status: 200, body: { type: 19, channel_id: channelId } })
    const edited = await scene.call('PATCH', `${path}/${reply.id}`, { content: 'hi!' })
    expect(edited.status).toBe(200)
    expect((await scene.call('GET', path)).body).toMatchObject([
      { content: 'hi!' },
      { content: 'hello' },
    ])
    expect((await scene.call('POST', `/channels/${channelId}/typing`)).status).toBe(204)
    expect((await scene.call('GET', `/channels/${channelId}`)).body).toMatchObject({
      type,
      bitrate: 64_000,
      last_message_id: reply.id,
    })
    const refused = { status: 400, body: { code: 50_024 } }
    for (const place of [`${path}/${reply.id}/threads`, `/channels/${channelId}/threads`]) {
      expect(await scene.call('POST', place, { name: 'no' })).toMatchObject(refused)
    }
    expect(() => scene.discord.as(scene.ben.id).openThread(channelId, 'no')).toThrow(
      'Cannot execute action on this channel type',
    )
    expect((await scene.call('DELETE', `${path}/${reply.id}`)).status).toBe(204)
  })

  it('can be talked in with discord.js', async () => {
    await using scene = await startScene()
    const channelId = lounge(scene, type)
    const client = await scene.connect({ intents })
    const replied = new Promise<string>((resolve, reject) => {
      client.on(Events.MessageCreate, (message) => {
        if (message.author.bot) return
        const isVoice = message.channel.isVoiceBased()
        message.reply(`${isVoice}: ${message.content}`).then(({ id }) => resolve(id), reject)
      })
    })
    const typed = new Promise<string>((resolve) => {
      client.once(Events.TypingStart, ({ user }) => resolve(user.id))
    })
    const ben = scene.discord.as(scene.ben.id)
    ben.type(channelId)
    ben.say(channelId, 'hello')
    expect(await typed).toBe(ben.id)
    expect(scene.discord.message(await replied)?.content).toBe('true: hello')
  })

  it('takes commands', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const channelId = lounge(scene, type)
    await scene.connect()
    await scene.register()
    const interaction = await held(scene, () =>
      scene.discord.as(scene.ben.id).command(channelId, 'ask', { question: 'why?' }),
    )
    expect(interaction.data).toMatchObject({ context: 0, channel: { id: channelId, type } })
    await answer(scene, interaction, { type: 4, data: { content: 'because' } })
    const { responseMessageId = '' } = await interaction.done
    expect(scene.discord.message(responseMessageId)).toMatchObject({ channelId })
  })

  it('is closed to whoever may not connect', async () => {
    await using scene = await startScene()
    const { discord, ben, bot } = scene
    const channelId = lounge(scene, type)
    const client = await scene.connect({ intents })
    await scene.register()
    const contents: unknown[] = []
    client.on('raw', ({ t, d }: { t: string; d: { content?: unknown } }) => {
      if (t === 'MESSAGE_CREATE') contents.push(d.content)
    })
    const { id } = discord.as(ben.id).say(channelId, 'hello')
    discord.faults.revoke(channelId, bot.id, 'CONNECT')
    const path = `/channels/${channelId}/messages`
    const refused = { status: 403, body: { code: 50_001 } }
    expect(await scene.call('GET', path)).toMatchObject(refused)
    expect(await scene.call('GET', `${path}/${id}`)).toMatchObject(refused)
    expect(await scene.send('hi', channelId)).toMatchObject(refused)
    expect(await scene.call('POST', `/channels/${channelId}/typing`)).toMatchObject(refused)
    discord.as(ben.id).say(channelId, 'bot?')
    discord.as(ben.id).say(scene.channel.id, 'elsewhere')
    await expect.poll(() => contents.at(-1)).toBe('elsewhere')
    expect(contents).toEqual(['hello', 'elsewhere'])
    discord.faults.revoke(channelId, ben.id, 'CONNECT')
    expect(() => discord.as(ben.id).say(channelId, 'me?')).toThrow('SEND_MESSAGES')
    expect(() => discord.as(ben.id).read(channelId)).toThrow('READ_MESSAGE_HISTORY')
    const use = discord.as(ben.id).command(channelId, 'ask', { question: 'why?' })
    await expect(use).rejects.toThrow('may not use commands')
  })
})
