import { describe, expect, it } from 'vitest'
import { answer, held, webhook } from '../../../packages/discord-sandbox/test/held.ts'
import { type Scene, startScene } from '../../../packages/discord-sandbox/test/scene.ts'
import { Onlooker } from './onlooker.ts'

function startModerated(): Promise<Scene> {
  return startScene({ permissions: ['VIEW_CHANNEL', 'SEND_MESSAGES', 'MANAGE_MESSAGES'] })
}

function withEve(scene: Scene) {
  const eve = scene.discord.addUser({ name: 'eve' })
  scene.discord.addMember(scene.guild.id, eve.id)
  return { ...scene, eve }
}

function bulkDelete(scene: Scene, channelId: string, messages: readonly string[]) {
  return scene.call('POST', `/channels/${channelId}/messages/bulk-delete`, { messages })
}

describe('messages in a Store', () => {
  it('come, change and go, before and after the history was fetched', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const early = discord.as(ben.id).say(channel.id, 'early')
    const eyes = new Onlooker(scene, ann.id)
    const before = discord.as(ben.id).say(channel.id, 'before')
    expect(eyes.contents(channel.id)).toBeUndefined()
    expect(eyes.store.messages.newestOf(channel.id)?.content).toBe('before')
    discord.as(ben.id).edit(before.id, 'before, edited')
    expect(eyes.store.messages.newestOf(channel.id)?.content).toBe('before, edited')
    await eyes.open(channel.id)
    discord.as(ben.id).say(channel.id, 'after')
    discord.as(ben.id).edit(early.id, 'early, edited')
    expect(eyes.contents(channel.id)).toEqual(['early, edited', 'before, edited', 'after'])
    discord.as(ben.id).remove(before.id)
    expect(eyes.contents(channel.id)).toEqual(['early, edited', 'after'])
    expect(eyes.store.messages.isComplete(channel.id)).toBe(true)
  })

  it('are fetched page by page, each once', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    for (let number = 1; number <= 120; number += 1) discord.as(ben.id).say(channel.id, `${number}`)
    const eyes = new Onlooker(scene, ann.id)
    const asked: unknown[] = []
    const load = () =>
      eyes.store.messages.loadOlder(channel.id, async (before) => {
        asked.push(before)
        return eyes.history(channel.id, before)
      })
    await Promise.all([load(), load()])
    expect(asked).toEqual([undefined])
    expect(eyes.contents(channel.id)?.length).toBe(50)
    await load()
    expect(eyes.store.messages.isComplete(channel.id)).toBe(false)
    await load()
    await load()
    expect(asked.length).toBe(3)
    expect(eyes.contents(channel.id)).toEqual(Array.from({ length: 120 }, (_, at) => `${at + 1}`))
    expect(eyes.store.messages.isComplete(channel.id)).toBe(true)
  })

  it('are as the events say where those come while the history is on its way', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const say = (content: string, options = {}) =>
      discord.as(ben.id).say(channel.id, content, options)
    const [edited, removed, answered, lost] = [say('old'), say('gone'), say('target'), say('lost')]
    const reply = say('reply', { replyTo: answered.id })
    const other = say('other', { replyTo: lost.id })
    const eyes = new Onlooker(scene, ann.id)
    const page = eyes.ask(channel.id)
    page.read()
    discord.as(ben.id).edit(edited.id, 'new')
    discord.as(ben.id).edit(answered.id, 'target, edited')
    discord.as(ben.id).remove(removed.id)
    discord.as(ben.id).remove(lost.id)
    say('later')
    await page.answer()
    expect(eyes.contents(channel.id)).toEqual(['new', 'target, edited', 'reply', 'other', 'later'])
    expect(eyes.answered(channel.id, reply.id)).toBe('target, edited')
    expect(eyes.answered(channel.id, other.id)).toBeNull()
  })

  it('keep the newer edit where the history is ahead of the events', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const message = discord.as(ben.id).say(channel.id, 'one')
    const eyes = new Onlooker(scene, ann.id)
    const page = eyes.ask(channel.id)
    discord.as(ben.id).edit(message.id, 'two')
    eyes.hold()
    const editedAt = Date.now()
    await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(editedAt)
    discord.as(ben.id).edit(message.id, 'three')
    await page.answer()
    expect(eyes.contents(channel.id)).toEqual(['three'])
    eyes.release()
    expect(eyes.contents(channel.id)).toEqual(['three'])
  })

  it('stand in their order where the history is ahead of the events', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const say = (content: string) => discord.as(ben.id).say(channel.id, content)
    const eyes = new Onlooker(scene, ann.id)
    const page = eyes.ask(channel.id)
    say('one')
    eyes.hold()
    say('two')
    say('three')
    await page.answer()
    expect(eyes.contents(channel.id)).toEqual(['one', 'two', 'three'])
    eyes.release()
    expect(eyes.contents(channel.id)).toEqual(['one', 'two', 'three'])
    expect(eyes.store.messages.newestOf(channel.id)?.content).toBe('three')
  })

  it('are not doubled by an event that comes twice', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    discord.as(ann.id).client.follow(({ type, data }) => eyes.store.dispatch(type, data, 0))
    const first = discord.as(ben.id).say(thread.id, `<@${ann.id}> one`)
    discord.as(ben.id).say(thread.id, 'two')
    expect(eyes.count(thread.id)).toBe(2)
    expect(eyes.store.readStates.get(thread.id)?.mentions).toBe(1)
    discord.as(ben.id).remove(first.id)
    expect(eyes.count(thread.id)).toBe(1)
  })

  it('of a long channel are forgotten from the oldest on, and fetched again', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const said = Array.from({ length: 420 }, (_, at) => `${at}`)
    const say = (contents: readonly string[]) => {
      for (const content of contents) discord.as(ben.id).say(channel.id, content)
    }
    const eyes = new Onlooker(scene, ann.id)
    const { messages } = eyes.store
    await eyes.open(channel.id)
    say(said.slice(0, 400))
    expect(messages.forgetOld(channel.id)).toBe(false)
    say(said.slice(400))
    expect(messages.forgetOld(channel.id)).toBe(true)
    const kept = eyes.contents(channel.id) ?? []
    expect(kept).toEqual(said.slice(-kept.length))
    expect(kept.length).toBeLessThanOrEqual(200)
    while (!messages.isComplete(channel.id)) await eyes.open(channel.id)
    expect(eyes.contents(channel.id)).toEqual(said)
  })

  it('are not forgotten while older ones are on their way', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    for (let at = 0; at < 60; at += 1) discord.as(ben.id).say(channel.id, `early ${at}`)
    const eyes = new Onlooker(scene, ann.id)
    const { messages } = eyes.store
    await eyes.open(channel.id)
    for (let at = 0; at < 400; at += 1) discord.as(ben.id).say(channel.id, `${at}`)
    const older = eyes.ask(channel.id)
    expect(messages.forgetOld(channel.id)).toBe(false)
    await older.answer()
    expect(messages.forgetOld(channel.id)).toBe(true)
  })

  it('can be asked for again where they could not be fetched', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    discord.as(ben.id).say(channel.id, 'one')
    const eyes = new Onlooker(scene, ann.id)
    const page = eyes.ask(channel.id)
    await expect(page.fail(new Error('offline'))).rejects.toThrow('offline')
    expect(eyes.contents(channel.id)).toBeUndefined()
    await eyes.open(channel.id)
    expect(eyes.contents(channel.id)).toEqual(['one'])
  })

  it('show what they answer as it is now, until it is gone', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const eyes = new Onlooker(scene, ann.id)
    await eyes.open(channel.id)
    const target = discord.as(ben.id).say(channel.id, 'target')
    const reply = discord.as(ann.id).say(channel.id, 'reply', { replyTo: target.id })
    discord.as(ben.id).edit(target.id, 'edited')
    expect(eyes.answered(channel.id, reply.id)).toBe('edited')
    discord.as(ben.id).remove(target.id)
    expect(eyes.answered(channel.id, reply.id)).toBeNull()
  })

  it('begin a thread with what its message says now, until it is gone', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const message = discord.as(ben.id).say(channel.id, 'question')
    const thread = discord.as(ben.id).openThread(channel.id, 'a thread', { messageId: message.id })
    const eyes = new Onlooker(scene, ann.id)
    const begins = () => eyes.store.messages.of(thread.id)?.[0]?.referenced_message
    const page = eyes.ask(thread.id)
    page.read()
    discord.as(ben.id).edit(message.id, 'edited')
    await page.answer()
    expect(begins()?.content).toBe('edited')
    discord.as(ben.id).edit(message.id, 'again')
    expect(begins()?.content).toBe('again')
    discord.as(ben.id).remove(message.id)
    expect(begins()).toBeNull()
  })

  it('of a bot are shown to whom alone they are for, and can be put away', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { discord, ann, ben, channel } = scene
    await scene.connect()
    await scene.register()
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread')
    const [toAnn, toBen] = [new Onlooker(scene, ann.id), new Onlooker(scene, ben.id)]
    for (const eyes of [toAnn, toBen]) await eyes.open(thread.id)
    const interaction = await held(scene, () =>
      discord.as(ann.id).command(thread.id, 'ask', { question: 'why?' }),
    )
    await answer(scene, interaction, { type: 4, data: { content: 'secret', flags: 64 } })
    const { responseMessageId = '' } = await interaction.done
    expect([toAnn, toBen].map((eyes) => eyes.contents(thread.id))).toEqual([['secret'], []])
    expect(toAnn.count(thread.id)).toBe(discord.thread(thread.id)?.messageCount)
    discord.as(ben.id).say(thread.id, 'hello')
    toAnn.store.dismissMessage(thread.id, responseMessageId)
    expect(toAnn.contents(thread.id)).toEqual(['hello'])
    await scene.call('DELETE', webhook(scene, interaction.token, '/messages/@original'))
    expect(toAnn.count(thread.id)).toBe(discord.thread(thread.id)?.messageCount)
  })
})

describe('threads in a Store', () => {
  it('count their messages as the stand-in does, opened or not', async () => {
    await using scene = await startModerated()
    const { discord, ann, ben, channel } = scene
    const opened = new Onlooker(scene, ann.id)
    const closed = new Onlooker(scene, ann.id)
    const begun = discord.as(ben.id).say(channel.id, 'question')
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread', { messageId: begun.id })
    await opened.open(thread.id)
    const agree = () => {
      const { messageCount } = discord.thread(thread.id) ?? {}
      expect([opened.count(thread.id), closed.count(thread.id)]).toEqual([
        messageCount,
        messageCount,
      ])
      return messageCount
    }
    expect(agree()).toBe(0)
    const ids = ['one', 'two', 'three', 'four'].map(
      // The first message makes Ben a member; that event contains the thread at that time.
      (content) => discord.as(ben.id).say(thread.id, content).id,
    )
    expect(agree()).toBe(4)
    discord.as(ben.id).remove(ids[0] ?? '')
    expect(agree()).toBe(3)
    expect((await bulkDelete(scene, thread.id, ids.slice(1, 3))).status).toBe(204)
    expect(agree()).toBe(1)
    discord.as(ann.id).addToThread(thread.id, scene.bot.id)
    expect(agree()).toBe(2)
    const late = new Onlooker(scene, ann.id)
    discord.as(ben.id).say(thread.id, 'five')
    await late.open(thread.id)
    expect(late.count(thread.id)).toBe(agree())
  })

  it('count messages that history brought before their event', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    eyes.hold()
    discord.as(ben.id).say(thread.id, 'one')
    await eyes.open(thread.id)
    eyes.release()
    expect(eyes.count(thread.id)).toBe(1)
    expect(eyes.store.readStates.get(thread.id)).toBeDefined()
  })

  it('do not count the first message of a post', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild } = scene
    const forum = discord.addChannel(guild.id, { name: 'help', type: 15 })
    const eyes = new Onlooker(scene, ann.id)
    const post = discord.as(ben.id).openPost(forum.id, 'how?', 'first')
    expect(eyes.count(post.id)).toBe(discord.thread(post.id)?.messageCount)
    discord.as(ann.id).say(post.id, 'so')
    discord.as(ben.id).remove(post.id)
    expect(eyes.count(post.id)).toBe(discord.thread(post.id)?.messageCount)
  })

  it('are archived, locked, renamed and deleted', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    const state = () => eyes.store.channels.get(thread.id)?.thread
    expect(state()).toMatchObject({ isArchived: false, isLocked: false, isPrivate: false })
    discord.faults.archive(thread.id)
    discord.faults.lock(thread.id)
    expect(state()).toMatchObject({ isArchived: true, isLocked: true })
    await eyes.open(thread.id)
    discord.faults.deleteChannel(thread.id)
    expect(eyes.store.channels.has(thread.id)).toBe(false)
    expect(eyes.contents(thread.id)).toBeUndefined()
  })

  it('go with their channel', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild } = scene
    const doomed = discord.addChannel(guild.id, { name: 'doomed' })
    const thread = discord.as(ann.id).openThread(doomed.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    discord.as(ben.id).say(doomed.id, 'one')
    discord.as(ben.id).say(thread.id, 'two')
    const { channels, readStates, messages } = eyes.store
    expect(readStates.channelIds).toEqual([doomed.id, thread.id])
    discord.faults.deleteChannel(doomed.id)
    expect(readStates.channelIds).toEqual([])
    for (const { id } of [doomed, thread]) {
      expect([channels.get(id), messages.newestOf(id)]).toEqual([undefined, undefined])
    }
  })

  it('that are gone do not come back with a history from before', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const message = discord.as(ben.id).say(channel.id, 'question')
    const thread = discord.as(ben.id).openThread(channel.id, 'a thread', { messageId: message.id })
    const eyes = new Onlooker(scene, ann.id)
    const page = eyes.ask(channel.id)
    const ofThread = eyes.ask(thread.id)
    page.read()
    ofThread.read()
    discord.faults.deleteChannel(thread.id)
    await Promise.all([page.answer(), ofThread.answer()])
    expect(eyes.contents(channel.id)).toEqual(['question'])
    expect(eyes.store.channels.has(thread.id)).toBe(false)
    expect(eyes.contents(thread.id)).toBeUndefined()
  })

  it('that are private come with their past when one is added, and go when one leaves', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const eyes = new Onlooker(scene, ben.id)
    const thread = discord.as(ann.id).openThread(channel.id, 'secret', { private: true })
    discord.as(ann.id).say(thread.id, 'one')
    expect(eyes.store.channels.has(thread.id)).toBe(false)
    discord.as(ann.id).addToThread(thread.id, ben.id)
    await eyes.open(thread.id)
    const past = eyes.contents(thread.id)
    expect(past?.[0]).toBe('one')
    expect(eyes.count(thread.id)).toBe(discord.thread(thread.id)?.messageCount)
    discord.as(ben.id).leaveThread(thread.id)
    expect(eyes.store.channels.has(thread.id)).toBe(false)
    expect(eyes.store.joined.has(thread.id)).toBe(false)
    discord.as(ann.id).say(thread.id, 'meanwhile')
    discord.as(ann.id).addToThread(thread.id, ben.id)
    await eyes.open(thread.id)
    expect(eyes.contents(thread.id)).toEqual([...(past ?? []), 'meanwhile', ''])
    expect(eyes.count(thread.id)).toBe(discord.thread(thread.id)?.messageCount)
  })
})

describe('unread marks in a Store', () => {
  it('stand where others wrote, with the number of mentions', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const eyes = new Onlooker(scene, ann.id)
    const { readStates } = eyes.store
    const mine = discord.as(ann.id).say(channel.id, `<@${ann.id}> myself`)
    expect(readStates.get(channel.id)).toBeUndefined()
    discord.as(ben.id).say(channel.id, 'hello')
    const last = discord.as(ben.id).say(channel.id, `<@${ann.id}> hello`)
    expect(readStates.get(channel.id)).toEqual({ readId: mine.id, mentions: 1 })
    readStates.read(channel.id)
    expect(readStates.get(channel.id)).toBeUndefined()
    discord.as(ben.id).say(channel.id, 'again')
    expect(readStates.get(channel.id)).toEqual({ readId: last.id, mentions: 0 })
  })

  it('stand at threads for their members alone', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const thread = discord.as(ben.id).openThread(channel.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    const { readStates } = eyes.store
    const one = discord.as(ben.id).say(thread.id, 'one')
    expect(readStates.get(thread.id)).toBeUndefined()
    discord.as(ann.id).joinThread(thread.id)
    discord.as(ben.id).say(thread.id, 'two')
    expect(readStates.get(thread.id)).toEqual({ readId: one.id, mentions: 0 })
    discord.as(ann.id).leaveThread(thread.id)
    expect(readStates.get(thread.id)).toBeUndefined()
    discord.as(ben.id).say(thread.id, 'three')
    expect(readStates.get(thread.id)).toBeUndefined()
    eyes.connect()
    expect(readStates.get(thread.id)).toBeUndefined()
  })

  it('count every direct message, also the first of a channel that was not there', async () => {
    await using scene = await startScene()
    const { discord, ann, ben } = scene
    const eyes = new Onlooker(scene, ann.id)
    const direct = discord.addDirectMessage(ben.id, ann.id)
    discord.as(ben.id).say(direct.id, 'hello')
    discord.as(ben.id).say(direct.id, 'are you there?')
    expect(eyes.store.channels.get(direct.id)).toMatchObject({ guildId: undefined, name: 'ben' })
    expect(eyes.store.readStates.get(direct.id)?.mentions).toBe(2)
  })

  it('are not there for what was said before the page was opened', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    discord.as(ben.id).say(channel.id, 'early')
    expect(new Onlooker(scene, ann.id).store.readStates.channelIds).toEqual([])
  })

  it('are there for what was said while the connection was down', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const thread = discord.as(ben.id).openThread(channel.id, 'not joined')
    const eyes = new Onlooker(scene, ann.id)
    const { readStates } = eyes.store
    const seen = discord.as(ben.id).say(channel.id, 'one')
    readStates.read(channel.id)
    eyes.disconnect()
    discord.as(ben.id).say(channel.id, 'two')
    discord.as(ben.id).say(thread.id, 'in the thread')
    eyes.connect()
    expect(readStates.channelIds).toEqual([channel.id])
    expect(readStates.get(channel.id)).toEqual({ readId: seen.id, mentions: 0 })
  })

  it('are each person’s own, also for what was said while one was somebody else', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, eve, channel } = withEve(scene)
    discord.as(eve.id).say(channel.id, 'early')
    const eyes = new Onlooker(scene, ann.id)
    const { readStates } = eyes.store
    discord.as(eve.id).say(channel.id, `<@${ann.id}> one`)
    readStates.read(channel.id)
    const direct = discord.addDirectMessage(ann.id, ben.id)
    discord.as(ann.id).say(direct.id, 'hello Ben')
    eyes.connect(ben.id)
    // A person who is used for the first time has read nothing since the page was opened.
    expect(readStates.channelIds.toSorted()).toEqual([channel.id, direct.id].toSorted())
    for (const id of [channel.id, direct.id]) readStates.read(id)
    const two = discord.as(eve.id).say(channel.id, `<@${ann.id}> two`)
    readStates.read(channel.id)
    eyes.connect(ann.id)
    expect(readStates.channelIds).toEqual([channel.id])
    eyes.connect(ben.id)
    expect(readStates.channelIds).toEqual([])
    discord.as(eve.id).say(channel.id, 'three')
    expect(readStates.get(channel.id)).toEqual({ readId: two.id, mentions: 0 })
  })
})

describe('the typing indicator in a Store', () => {
  it('lasts ten seconds, or until the message, and is not for oneself', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const eyes = new Onlooker(scene, ann.id)
    const typing = (nowMs: number) =>
      eyes.store.typing(channel.id, nowMs).map(({ username }) => username)
    discord.as(ann.id).type(channel.id)
    discord.as(ben.id).type(channel.id)
    expect(typing(9999)).toEqual(['ben'])
    expect(typing(10_000)).toEqual([])
    expect(eyes.store.isTypingAnywhere(10_000)).toBe(false)
    eyes.nowMs = 5000
    discord.as(ben.id).type(channel.id)
    expect(typing(14_999)).toEqual(['ben'])
    discord.as(ben.id).say(channel.id, 'done')
    expect(typing(5001)).toEqual([])
  })

  it('ends with a message that history brought before', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const eyes = new Onlooker(scene, ann.id)
    discord.as(ben.id).type(channel.id)
    eyes.hold()
    discord.as(ben.id).say(channel.id, 'done')
    await eyes.open(channel.id)
    eyes.release()
    expect(eyes.store.typing(channel.id, 1)).toEqual([])
  })
})

describe('a Store that begins anew', () => {
  it('neither loses nor doubles anything when the connection comes back', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel, guild } = scene
    const doomed = discord.addChannel(guild.id, { name: 'doomed' })
    const thread = discord.as(ann.id).openThread(channel.id, 'a thread')
    const eyes = new Onlooker(scene, ann.id)
    await eyes.open(channel.id)
    const mine = discord.as(ann.id).say(channel.id, 'mine')
    const one = discord.as(ben.id).say(channel.id, 'one')
    discord.as(ben.id).say(thread.id, 'in the thread')
    discord.as(ben.id).say(doomed.id, 'nobody will read this')
    eyes.disconnect()
    discord.as(ben.id).say(channel.id, 'two')
    discord.as(ben.id).edit(one.id, 'one, edited')
    discord.as(ben.id).say(thread.id, 'again')
    discord.faults.deleteChannel(doomed.id)
    eyes.connect()
    await eyes.open(channel.id)
    discord.as(ben.id).say(channel.id, 'three')
    const contents = eyes.contents(channel.id)?.slice(1)
    expect(contents).toEqual(['mine', 'one, edited', 'two', 'three'])
    expect(eyes.count(thread.id)).toBe(2)
    expect(eyes.store.readStates.get(channel.id)?.readId).toBe(mine.id)
    expect(eyes.store.readStates.get(doomed.id)).toBeUndefined()
  })

  it('as somebody else shows nothing that was asked for before', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, channel } = scene
    const secret = discord.as(ann.id).openThread(channel.id, 'secret', { private: true })
    discord.as(ann.id).say(secret.id, 'not for Ben')
    discord.as(ben.id).say(channel.id, `<@${ann.id}>`)
    const eyes = new Onlooker(scene, ann.id)
    discord.as(ben.id).say(channel.id, `<@${ann.id}>`)
    expect(eyes.store.readStates.get(channel.id)?.mentions).toBe(1)
    eyes.store.notices.add(channel.id, 'for Ann')
    const [ofSecret, ofChannel] = [eyes.ask(secret.id), eyes.ask(channel.id)]
    ofSecret.read()
    ofChannel.read()
    eyes.connect(ben.id)
    const forBen = eyes.ask(channel.id)
    await Promise.all([ofSecret.answer(), ofChannel.answer()])
    expect(eyes.contents(secret.id)).toBeUndefined()
    expect(eyes.contents(channel.id)).toEqual([])
    await forBen.answer()
    expect(eyes.contents(channel.id)?.length).toBe(2)
    expect(eyes.store.channels.has(secret.id)).toBe(false)
    expect(eyes.store.readStates.get(channel.id)?.mentions).toBe(0)
    expect(eyes.store.notices.at(channel.id)).toEqual([])
  })

  it('knows who came and who left', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, guild } = scene
    const eyes = new Onlooker(scene, ann.id)
    const eve = discord.addUser({ name: 'eve' })
    discord.addMember(guild.id, eve.id)
    discord.removeMember(guild.id, ben.id)
    const members = eyes.store.guilds.get(guild.id)?.members
    expect([members?.has(eve.id), members?.has(ben.id)]).toEqual([true, false])
  })
})
