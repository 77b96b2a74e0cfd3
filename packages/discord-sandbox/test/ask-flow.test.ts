import { Events, type Message, MessageFlags } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

describe('an unmodified discord.js client', () => {
  it('goes the whole way of a question: command, defer, edits, thread, answers, history', async () => {
    await using scene = await startScene({ speed: 0.1 })
    const { discord, ann, channel } = scene
    const client = await scene.connect()
    await client.application.commands.set([
      {
        name: 'ask',
        description: 'Ask',
        options: [{ type: 3, name: 'question', description: 'What?', required: true }],
      },
    ])
    const heard: string[] = []
    client.on(Events.MessageCreate, (message) => {
      heard.push(`${message.type} ${message.content}`)
    })
    const history = new Promise<string[]>((resolve, reject) => {
      client.on(Events.InteractionCreate, (interaction) => {
        if (!interaction.isChatInputCommand()) return
        const run = async () => {
          const deferred = await interaction.deferReply({ withResponse: true })
          expect(deferred.resource?.message ?? null).toBeNull()
          await interaction.editReply(`> ${interaction.options.getString('question', true)}`)
          const message = await interaction.fetchReply()
          const thread = await message.startThread({ name: 'Why?' })
          const page: Message = await thread.send('one')
          await page.edit('one, two')
          const messages = await thread.messages.fetch({ limit: 10 })
          return messages.map(({ type, content }) => `${type} ${content}`)
        }
        run().then(resolve, reject)
      })
    })
    const used = await discord.as(ann.id).command(channel.id, 'ask', { question: 'why?' })
    expect(used.answeredWith).toBe(5)
    expect(await history).toEqual(['0 one, two', '21 '])
    const id = used.responseMessageId ?? ''
    expect(discord.states(id).map(({ content, flags }) => [content, flags])).toEqual([
      ['', MessageFlags.Loading],
      ['> why?', 0],
      ['> why?', MessageFlags.HasThread],
    ])
    expect(discord.message(id)?.editedTimestamp).toBeNull()
    expect(discord.thread(id)).toMatchObject({
      name: 'Why?',
      messageCount: 1,
      parentId: channel.id,
    })
    expect(heard).toEqual(['20 ', '21 ', '0 one'])
    expect(discord.rateLimited).toEqual([])
    for (const [method, route] of [
      ['PUT', '/applications/:application/commands'],
      ['POST', '/interactions/:interaction/:token/callback'],
      ['PATCH', '/webhooks/:application/:token/messages/:message'],
      ['POST', '/channels/:channel/messages/:message/threads'],
      ['GET', '/channels/:channel/messages'],
    ] as const) {
      expect(scene.contract.contractOf(method, route)).toBeGreaterThan(0)
    }
  })

  it('hears people, with their names, replies and attachments', async () => {
    await using scene = await startScene()
    const client = await scene.connect()
    const heard = new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve))
    scene.discord.as(scene.ben.id).say(scene.channel.id, `  hi <@${scene.bot.id}> `, {
      attachments: [{ name: 'a b.txt', contentType: 'text/plain', content: 'inside' }],
    })
    const message = await heard
    expect(message.content).toBe(`hi <@${scene.bot.id}>`)
    expect(message.mentions.users.has(scene.bot.id)).toBe(true)
    expect(message.member?.id).toBe(scene.ben.id)
    const attachment = message.attachments.first()
    expect(attachment).toMatchObject({ name: 'a_b.txt', size: 6, contentType: 'text/plain' })
    const file = await fetch(attachment?.url ?? '')
    expect(await file.text()).toBe('inside')
  })

  it('waits by the buckets’ headers and so never meets a 429', async () => {
    await using scene = await startScene({ speed: 20 })
    const client = await scene.connect()
    const channel = await client.channels.fetch(scene.channel.id)
    if (!channel?.isSendable()) throw new Error('no channel to send to')
    const message = await channel.send('0')
    await Promise.all(Array.from({ length: 12 }, (_, index) => message.edit(`${index}`)))
    expect(scene.discord.message(message.id)?.content).toBe('11')
    expect(scene.discord.states(message.id)).toHaveLength(13)
    expect(scene.discord.rateLimited).toEqual([])
  })
})
