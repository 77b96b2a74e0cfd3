import { GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import type { Message } from '../src/index.ts'
import { Frames } from './frames.ts'
import { type Scene, startScene } from './scene.ts'

const withoutContent = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
]

/** A bot whose application has no MESSAGE_CONTENT, and everything the gateway sends to it. */
async function blindScene(): Promise<{ scene: Scene; frames: Frames }> {
  const scene = await startScene({ messageContent: false, permissions: ['PIN_MESSAGES'] })
  return { scene, frames: new Frames(await scene.connect({ intents: withoutContent })) }
}

function stored({ discord }: Scene, id: string): Message {
  const message = discord.message(id)
  if (message === undefined) throw new Error(`There is no message ${id}`)
  return message
}

/** The message as the bot gets it: over the gateway, by its id, and in a list. */
async function sights(scene: Scene, frames: Frames, { id, channelId }: Message) {
  await frames.upTo(id)
  const path = `/channels/${channelId}/messages`
  const { body } = await scene.call('GET', `${path}?around=${id}&limit=1`)
  return [
    frames.of('MESSAGE_CREATE').find((one) => one['id'] === id),
    (await scene.call('GET', `${path}/${id}`)).body,
    (body as unknown[])[0],
  ]
}

async function expectContent(scene: Scene, frames: Frames, message: Message, content: string) {
  for (const seen of await sights(scene, frames, message)) expect(seen).toMatchObject({ content })
}

describe('a bot without MESSAGE_CONTENT', () => {
  it('sees that something was said, not what', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, guild, channel } = scene
    const helper = discord.addBot({ name: 'helper' })
    discord.addMember(guild.id, helper.id)
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' }
    const path = `/channels/${channel.id}/messages`
    const components = [{ type: 1, components: [button] }]
    const pressed = await scene.call('POST', path, { content: 'x', components }, helper)
    const said = discord.as(ben.id).say(channel.id, 'text', {
      attachments: [{ name: 'a.txt', content: 'a' }],
      stickers: [{ name: 'Wave' }],
    })
    const all = [
      stored(scene, pressed.id),
      said,
      discord.webhookSay(channel.id, { name: 'CI', embeds: [{ title: 'Build' }] }),
      discord.as(ben.id).say(channel.id, '', { poll: { question: 'Tea?', answers: ['Yes'] } }),
    ]
    for (const message of all) {
      for (const seen of await sights(scene, frames, message)) {
        expect(seen).toMatchObject({ content: '', embeds: [], components: [], attachments: [] })
        expect(seen).not.toHaveProperty('poll')
      }
    }
    expect(frames.of('MESSAGE_CREATE').find(({ id }) => id === said.id)).toMatchObject({
      author: { id: ben.id },
      sticker_items: [{ name: 'Wave' }],
    })
  })

  it('sees forwards as emptied as the messages themselves', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, channel } = scene
    const attachments = [{ name: 'a.txt', content: 'a' }]
    const said = discord.as(ben.id).say(channel.id, 'text', { attachments })
    const forward = discord.as(ben.id).forward(said.id, channel.id)
    for (const seen of await sights(scene, frames, forward)) {
      expect(seen).toMatchObject({
        content: '',
        message_reference: { type: 1, message_id: said.id },
        message_snapshots: [
          { message: { content: '', embeds: [], components: [], attachments: [] } },
        ],
      })
    }
  })

  it('reads its own messages', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { id } = await scene.send('mine')
    await expectContent(scene, frames, stored(scene, id), 'mine')
  })

  it('reads direct messages, also forwarded ones', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, bot, channel } = scene
    const direct = discord.addDirectMessage(ben.id, bot.id)
    const poll = { question: 'Tea?', answers: ['Yes'] }
    const asked = discord.as(ben.id).say(direct.id, 'well?', { poll })
    for (const seen of await sights(scene, frames, asked)) {
      expect(seen).toMatchObject({ content: 'well?', poll: { question: { text: 'Tea?' } } })
    }
    const said = discord.as(ben.id).say(channel.id, 'text')
    const forward = discord.as(ben.id).forward(said.id, direct.id)
    for (const seen of await sights(scene, frames, forward)) {
      expect(seen).toMatchObject({ message_snapshots: [{ message: { content: 'text' } }] })
    }
  })

  it('reads what mentions it: itself, not everyone and not its role', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ann, bot, guild, channel } = scene
    const say = (content: string) => discord.as(ann.id).say(channel.id, content)
    const { body } = await scene.call('GET', `/guilds/${guild.id}/roles`)
    const own = (body as { id: string; tags?: { bot_id?: string } }[]).find(
      ({ tags }) => tags?.bot_id === bot.id,
    )
    await expectContent(scene, frames, say(`<@${bot.id}> hi`), `<@${bot.id}> hi`)
    await expectContent(scene, frames, say(`\`<@${bot.id}>\` hi`), '')
    await expectContent(scene, frames, say('@everyone hi'), '')
    const toRole = say(`<@&${own?.id}> hi`)
    expect(toRole.mentionRoleIds).toEqual([own?.id])
    await expectContent(scene, frames, toRole, '')
  })

  it('reads replies to its regular messages that ping it, for good', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, bot, channel } = scene
    const { id } = await scene.send('a question?')
    const reply = (content: string, pingReply: boolean) =>
      discord.as(ben.id).say(channel.id, content, { replyTo: id, pingReply })
    const loud = reply('an answer', true)
    await expectContent(scene, frames, loud, 'an answer')
    const silent = reply('silent', false)
    await expectContent(scene, frames, silent, '')
    discord.as(ben.id).edit(silent.id, 'still silent')
    const path = `/channels/${channel.id}/messages`
    expect((await scene.call('GET', `${path}/${silent.id}`)).body).toMatchObject({ content: '' })
    await scene.call('DELETE', `${path}/${id}`)
    expect((await scene.call('GET', `${path}/${loud.id}`)).body).toMatchObject({
      content: 'an answer',
      mentions: [{ id: bot.id }],
      referenced_message: null,
    })
  })

  it('does not read replies to its answers to interactions, though they ping it', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, bot, channel } = scene
    const answered = await answeredAsk(scene)
    await expectContent(scene, frames, stored(scene, answered), 'the answer')
    const reply = discord.as(ben.id).say(channel.id, 'and why?', { replyTo: answered })
    for (const seen of await sights(scene, frames, reply)) {
      expect(seen).toMatchObject({
        content: '',
        mentions: [{ id: bot.id }],
        referenced_message: { content: 'the answer' },
      })
    }
    const named = `<@${bot.id}> why?`
    const loud = discord.as(ben.id).say(channel.id, named, { replyTo: answered })
    await expectContent(scene, frames, loud, named)
  })

  it('does not read what somebody else’s message answers', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ann, ben, bot, channel } = scene
    const said = discord.as(ann.id).say(channel.id, 'unread')
    const content = `<@${bot.id}> is that so?`
    const reply = discord.as(ben.id).say(channel.id, content, { replyTo: said.id })
    for (const seen of await sights(scene, frames, reply)) {
      expect(seen).toMatchObject({ content, referenced_message: { id: said.id, content: '' } })
    }
  })

  it('reads the message that a message command is used on', async () => {
    const { scene } = await blindScene()
    await using _ = scene
    const { discord, ben, channel } = scene
    await scene.register({ type: 3, name: 'Explain' })
    const poll = { question: 'Tea?', answers: ['Yes'] }
    const said = discord.as(ben.id).say(channel.id, 'dark words', { poll })
    const { token, id, data, done } = await begun(scene, () =>
      discord.as(ben.id).contextMenu(channel.id, 'Explain', said.id),
    )
    expect(data).toMatchObject({
      target_id: said.id,
      resolved: {
        messages: { [said.id]: { content: 'dark words', poll: { question: { text: 'Tea?' } } } },
      },
    })
    await scene.call('POST', `/interactions/${id}/${token}/callback`, { type: 5 })
    await done
  })

  it('reads pins no better', async () => {
    const { scene } = await blindScene()
    await using _ = scene
    const { discord, ben, channel } = scene
    const { id } = discord.as(ben.id).say(channel.id, 'important')
    const path = `/channels/${channel.id}/messages/pins`
    expect((await scene.call('PUT', `${path}/${id}`)).status).toBe(204)
    expect((await scene.call('GET', path)).body).toMatchObject({
      items: [{ message: { id, content: '' } }],
    })
  })

  it('reads a message once an edit mentions it', async () => {
    const { scene, frames } = await blindScene()
    await using _ = scene
    const { discord, ben, bot, channel } = scene
    const { id } = discord.as(ben.id).say(channel.id, 'hello')
    discord.as(ben.id).edit(id, 'hello there')
    discord.as(ben.id).edit(id, `hello <@${bot.id}>`)
    await frames.upTo(discord.as(ben.id).say(channel.id, 'done').id)
    expect(frames.of('MESSAGE_UPDATE').map(({ content }) => content)).toEqual([
      '',
      `hello <@${bot.id}>`,
    ])
  })
})

describe('a bot with the switch on that identifies without MESSAGE_CONTENT', () => {
  it('reads over HTTP alone', async () => {
    await using scene = await startScene()
    const frames = new Frames(await scene.connect({ intents: withoutContent }))
    const said = scene.discord.as(scene.ben.id).say(scene.channel.id, 'text')
    const [event, alone, listed] = await sights(scene, frames, said)
    expect(event).toMatchObject({ content: '' })
    expect(alone).toMatchObject({ content: 'text' })
    expect(listed).toMatchObject({ content: 'text' })
  })
})

interface Begun {
  readonly id: string
  readonly token: string
  readonly data: unknown
  readonly done: Promise<unknown>
}

/** An interaction as it goes out to the bot. */
async function begun(scene: Scene, use: () => Promise<unknown>): Promise<Begun> {
  const { promise, resolve } = Promise.withResolvers<Omit<Begun, 'done'>>()
  const stop = scene.discord.subscribe((event) => {
    if (event.kind !== 'dispatch' || event.type !== 'INTERACTION_CREATE') return
    stop()
    const { id, token, data } = event.data
    resolve({ id: String(id), token: String(token), data })
  })
  const done = use()
  return { ...(await promise), done }
}

/** The id of the answer to an /ask of Ben's. */
async function answeredAsk(scene: Scene): Promise<string> {
  await scene.register()
  const { id, token, done } = await begun(scene, () =>
    scene.discord.as(scene.ben.id).command(scene.channel.id, 'ask', { question: 'what?' }),
  )
  const body = { type: 4, data: { content: 'the answer' } }
  await scene.call('POST', `/interactions/${id}/${token}/callback`, body)
  await done
  return scene.discord.messages(scene.channel.id).at(-1)?.id ?? ''
}
