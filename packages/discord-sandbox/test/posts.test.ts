import { describe, expect, it } from 'vitest'
import { Frames } from './frames.ts'
import { startScene } from './scene.ts'

const question = { question: 'Tea?', answers: ['Yes', 'No'] }

describe('a poll', () => {
  it('comes with its answers and nobody’s votes, over both ways', async () => {
    await using scene = await startScene()
    const frames = new Frames(await scene.connect())
    const { id } = scene.discord.as(scene.ben.id).say(scene.channel.id, '', { poll: question })
    await frames.upTo(id)
    const { body } = await scene.call('GET', `/channels/${scene.channel.id}/messages/${id}`)
    for (const message of [body, frames.of('MESSAGE_CREATE')[0]]) {
      expect(message).toMatchObject({
        content: '',
        poll: {
          question: { text: 'Tea?' },
          answers: [
            { answer_id: 1, poll_media: { text: 'Yes' } },
            { answer_id: 2, poll_media: { text: 'No' } },
          ],
          allow_multiselect: false,
          layout_type: 1,
          results: { answer_counts: [], is_finalized: false },
        },
      })
    }
  })

  it('can be a bot’s, of at most ten answers, where polls are allowed', async () => {
    await using scene = await startScene()
    const answer = { poll_media: { text: 'x' } }
    const send = (count: number) =>
      scene.call('POST', `/channels/${scene.channel.id}/messages`, {
        poll: {
          question: { text: 'Which?' },
          answers: Array.from({ length: count }, () => answer),
        },
      })
    expect((await send(10)).body).toMatchObject({ poll: { question: { text: 'Which?' } } })
    expect(await send(11)).toMatchObject({ status: 400, body: { code: 50_035 } })
    for (const { id } of [scene.bot, scene.ben]) {
      scene.discord.faults.revoke(scene.channel.id, id, 'SEND_POLLS')
    }
    expect(await send(2)).toMatchObject({ status: 403, body: { code: 50_013 } })
    const ben = scene.discord.as(scene.ben.id)
    expect(() => ben.say(scene.channel.id, '', { poll: question })).toThrow('SEND_POLLS')
  })
})

describe('stickers', () => {
  it('stand beside the text or alone, three at most', async () => {
    await using scene = await startScene()
    const ben = scene.discord.as(scene.ben.id)
    const { id } = ben.say(scene.channel.id, '', { stickers: [{ name: 'Wave' }] })
    const { body } = await scene.call('GET', `/channels/${scene.channel.id}/messages/${id}`)
    expect(body).toMatchObject({
      content: '',
      sticker_items: [{ id: expect.stringMatching(/^\d+$/), name: 'Wave', format_type: 1 }],
    })
    const plain = ben.say(scene.channel.id, 'none')
    const path = `/channels/${scene.channel.id}/messages/${plain.id}`
    expect((await scene.call('GET', path)).body).not.toHaveProperty('sticker_items')
    const stickers = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
    expect(() => ben.say(scene.channel.id, '', { stickers })).toThrow('too many')
  })
})

describe('another bot', () => {
  it('posts embeds, which people cannot, and need not wait', async () => {
    await using scene = await startScene()
    const { discord, guild } = scene
    const slow = discord.addChannel(guild.id, { name: 'slow', slowmode: 60 })
    const news = discord.addBot({ name: 'news' })
    discord.addMember(guild.id, news.id)
    const frames = new Frames(await scene.connect())
    const embeds = [{ title: 'Rain', description: 'All day' }]
    discord.as(news.id).say(slow.id, 'Weather')
    await frames.upTo(discord.as(news.id).say(slow.id, '', { embeds }).id)
    expect(frames.of('MESSAGE_CREATE')[1]).toMatchObject({
      author: { id: news.id, bot: true },
      member: { roles: [] },
      content: '',
      embeds: [{ type: 'rich', ...embeds[0] }],
    })
    expect(() => discord.as(scene.ben.id).say(slow.id, 'x', { embeds })).toThrow('embeds')
  })
})

describe('a webhook', () => {
  it('speaks under its own id and name, a user and member of nothing', async () => {
    await using scene = await startScene()
    const { discord, guild, channel } = scene
    const crew = discord.addRole(guild.id, { name: 'crew', mentionable: true })
    const frames = new Frames(await scene.connect())
    const said = discord.webhookSay(channel.id, {
      name: 'CI',
      content: `green, <@${scene.ben.id}>, <@&${crew.id}> and @everyone`,
      embeds: [{ title: 'Build 7' }],
    })
    await frames.upTo(said.id)
    const [event] = frames.of('MESSAGE_CREATE')
    expect(event).toMatchObject({
      webhook_id: said.webhookId,
      author: { id: said.webhookId, username: 'CI', bot: true, discriminator: '0000' },
      embeds: [{ title: 'Build 7' }],
      mentions: [{ id: scene.ben.id }],
      mention_roles: [],
      mention_everyone: false,
    })
    expect(event).not.toHaveProperty('member')
    expect(event).not.toHaveProperty('application_id')
    const path = `/users/${said.webhookId}`
    expect(await scene.call('GET', path)).toMatchObject({ status: 404, body: { code: 10_013 } })
  })

  it('is the same in a thread of its channel, and joins none', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const { id } = discord.as(ann.id).openThread(channel.id, 'talk')
    const outside = discord.webhookSay(channel.id, { name: 'CI', content: 'out' })
    const inside = discord.webhookSay(id, { name: 'CI', content: 'in' })
    const other = discord.webhookSay(channel.id, { name: 'Feed', content: 'out' })
    expect(inside.webhookId).toBe(outside.webhookId)
    expect(other.webhookId).not.toBe(outside.webhookId)
    expect(discord.thread(id)?.memberIds).toEqual([ann.id])
  })

  it('can be replied to, which pings nobody', async () => {
    await using scene = await startScene()
    const { discord, ben, channel } = scene
    const said = discord.webhookSay(channel.id, { name: 'CI', content: 'red' })
    const { id } = discord.as(ben.id).say(channel.id, 'why?', { replyTo: said.id })
    const { body } = await scene.call('GET', `/channels/${channel.id}/messages/${id}`)
    expect(body).toMatchObject({
      mentions: [],
      referenced_message: { id: said.id, author: { username: 'CI' } },
    })
    expect(discord.pings).toEqual([])
  })
})
