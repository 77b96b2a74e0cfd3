import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinPages } from '../../src/core/layout/join-pages.ts'
import { until } from '../support/bot.ts'
import { withoutSmallPrint } from '../support/small-print.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

/** Writes a text in pieces of a few characters, about `charactersPerSecond` of them. */
function typing(text: string, charactersPerSecond: number): Script {
  return async (answer) => {
    for (let at = 0; at < text.length; at += 5) {
      answer.text(text.slice(at, at + 5))
      await new Promise((resolve) => setTimeout(resolve, 5_000 / charactersPerSecond))
    }
    answer.finish('stop').usage(10, 20).done()
  }
}

const saying =
  (text: string): Script =>
  (answer) =>
    answer.text(text).finish('stop').done()

describe('/ask', () => {
  it('types the answer into one message, under the question, and opens a thread on it', async () => {
    const { discord, model, guildId } = scene
    const { id: channelId } = scene.newChannel()
    const text = 'The sky is blue because air scatters short waves most. '.repeat(6).trim()
    model.next(typing(text, 150))
    const messageId = await scene.ask(channelId, 'Why is the sky blue?')
    await scene.answered()

    const head = '> Why is the sky blue?\n\n'
    const contents = discord.states(messageId).map(({ content }) => content)
    const footer = /\n-# test-model · 20 tokens · \d+(?:\.\d)? s\n/
    const shown = contents.filter((content) => content !== '').map(withoutSmallPrint)
    expect(new Set(shown).size).toBeGreaterThanOrEqual(3)
    // Every state holds all of the one before.
    for (const [index, content] of shown.entries()) {
      expect((head + text).startsWith(content)).toBe(true)
      expect(content.length).toBeGreaterThanOrEqual((shown[index - 1] ?? '').length)
    }
    expect(shown.at(-1)).toBe(head + text)
    expect(contents.at(-1)).toMatch(footer)
    expect(contents.at(-1)).toContain(`\n-# 🤖 An AI wrote this; it may be wrong.`)
    expect(scene.answersIn(channelId)).toHaveLength(1)

    const thread = await scene.threadOn(messageId)
    expect(thread).toMatchObject({ name: 'Why is the sky blue?', parentId: channelId, guildId })
    expect(model.requests.at(-1)?.messages).toMatchObject([
      { role: 'system' },
      { role: 'user', content: 'Why is the sky blue?' },
    ])
  })

  it('goes on in the thread, whoever writes there, with the whole conversation in mind', async () => {
    const { discord, model, ada, bob } = scene
    model.next(saying('Blue.'), saying('Red.'), saying('Black.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Which colour has the sky?')
    const { id: threadId } = await scene.threadOn(messageId)
    await scene.answered()
    const evening = discord.as(bob.id).say(threadId, 'And in the evening?')
    await scene.answered()
    discord.as(ada.id).say(threadId, 'And at night?')
    await scene.answered()

    const said = model.requests.at(-1)?.messages.slice(1)
    expect(said).toEqual([
      { role: 'user', content: 'Which colour has the sky?' },
      { role: 'assistant', content: 'Blue.' },
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nAnd in the evening?`,
      },
      { role: 'assistant', content: 'Red.' },
      { role: 'user', content: '[from ada]\nAnd at night?' },
    ])
    const [red, black] = scene.answersIn(threadId)
    expect(red?.referenceId).toBe(evening.id)
    expect(withoutSmallPrint(red?.content ?? '')).toBe('Red.')
    expect(withoutSmallPrint(black?.content ?? '')).toBe('Black.')
    // Once in a conversation is enough.
    expect(red?.content).not.toContain('🤖')
  })

  it('fills further messages in the thread, and remembers them as one turn', async () => {
    const { discord, model, ada } = scene
    const lines = Array.from(
      { length: 150 },
      (_, number) => `${number}: ${'word '.repeat(8).trim()}`,
    )
    const long = lines.join('\n')
    model.next(typing(long, 6_000), saying('You are welcome.'))
    const { id: channelId } = scene.newChannel()
    const messageId = await scene.ask(channelId, 'Tell me everything')
    await scene.answered()
    const [first] = scene.answersIn(channelId)
    const rest = scene.answersIn(messageId)
    expect(scene.answersIn(channelId)).toHaveLength(1)
    expect(rest.length).toBeGreaterThanOrEqual(2)
    const pages = [first?.content ?? '', ...rest.map(({ content }) => content)]
    expect(joinPages(pages.map(withoutSmallPrint))).toBe(`> Tell me everything\n\n${long}`)

    discord.as(ada.id).say(messageId, 'Thanks')
    await scene.answered()
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Tell me everything' },
      { role: 'assistant', content: long },
      { role: 'user', content: 'Thanks' },
    ])
  })

  it('answers in place inside a thread, with the thread in mind', async () => {
    const { discord, model } = scene
    model.next(saying('Yes.'), saying('Still yes.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Is it so?')
    await scene.threadOn(messageId)
    await scene.answered()
    const inside = await scene.ask(messageId, 'Are you sure?')
    await scene.answered()
    expect(scene.textOf(inside)).toBe('> Are you sure?\n\nStill yes.')
    expect(discord.thread(inside)).toBeUndefined()
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Is it so?' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'Are you sure?' },
    ])
  })

  it('puts a long question whole into the thread, and remembers it', async () => {
    const { discord, model, ada } = scene
    const question = `Please read this.\n${'A long line of text, number x. '.repeat(150).trim()}`
    model.next(saying('Done.'), saying('Again.'))
    const messageId = await scene.ask(scene.newChannel().id, question)
    await scene.threadOn(messageId)
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(messageId).length === 3)
    discord.as(ada.id).say(messageId, 'Again, please')
    await scene.answered()
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: question },
      { role: 'assistant', content: 'Done.' },
      { role: 'user', content: 'Again, please' },
    ])
  })

  it('puts a long question whole into the thread in which it was asked, too', async () => {
    const { discord, model, ada } = scene
    const question = 'word '.repeat(1_000).trim()
    model.next(saying('Ready.'), saying('Long.'), saying('Again.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Ready?')
    await scene.threadOn(messageId)
    await scene.answered()
    await scene.ask(messageId, question)
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(messageId).length === 4)
    discord.as(ada.id).say(messageId, 'Again, please')
    await scene.answered()
    expect(model.requests.at(-1)?.messages.slice(3)).toEqual([
      { role: 'user', content: question },
      { role: 'assistant', content: 'Long.' },
      { role: 'user', content: 'Again, please' },
    ])
  })

  it('answers one at a time in a thread, and together what is said meanwhile', async () => {
    const { discord, model, ada, bob } = scene
    model.next(saying('Ready.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Ready?')
    await scene.threadOn(messageId)
    await scene.answered()

    const gate = Promise.withResolvers<void>()
    model.next(async (answer) => {
      await gate.promise
      answer.text('One.').finish('stop').done()
    })
    const before = model.requests.length
    discord.as(ada.id).say(messageId, 'First')
    await until(scene.bot, () => model.requests.length === before + 1)
    discord.as(bob.id).say(messageId, 'Second')
    const third = discord.as(ada.id).say(messageId, 'Third')
    model.next(saying('Elsewhere.'), saying('Two and three.'))
    await scene.ask(scene.newChannel().id, 'Somewhere else')
    await scene.answered()
    expect(scene.answersIn(messageId)).toEqual([])
    gate.resolve()
    await scene.answered(2)
    // What came meanwhile is answered together, by a reply to the last of it.
    expect(scene.textsIn(messageId)).toEqual(['One.', 'Two and three.'])
    expect(scene.answersIn(messageId).at(-1)?.referenceId).toBe(third.id)
    expect(model.requests.at(-1)?.messages.slice(3)).toEqual([
      { role: 'user', content: 'First' },
      { role: 'assistant', content: 'One.' },
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nSecond`,
      },
      { role: 'user', content: '[from ada]\nThird' },
    ])
  })

  it('lets a message wait that is written while the first answer is being typed', async () => {
    const { discord, model, bob } = scene
    const gate = Promise.withResolvers<void>()
    model.next(async (answer) => {
      answer.text('Well')
      await gate.promise
      answer.text(', yes.').finish('stop').done()
    }, saying('Really.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Is it?')
    await scene.threadOn(messageId)
    discord.as(bob.id).say(messageId, 'Really?')
    const before = model.requests.length
    gate.resolve()
    await scene.answered(2)
    expect(model.requests.length).toBe(before + 1)
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Is it?' },
      { role: 'assistant', content: 'Well, yes.' },
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nReally?`,
      },
    ])
  })

  it('shows that it is typing until the first words are there', async () => {
    const { discord, model, ada } = scene
    model.next(saying('Ready.'))
    const messageId = await scene.ask(scene.newChannel().id, 'Ready?')
    await scene.threadOn(messageId)
    await scene.answered()
    const typingIn = () =>
      discord.exchanges.filter(({ path }) => path === `/channels/${messageId}/typing`).length
    const gate = Promise.withResolvers<void>()
    model.next(async (answer) => {
      await gate.promise
      answer.text('Here.').finish('stop').done()
    })
    discord.as(ada.id).say(messageId, 'Where?')
    await until(scene.bot, () => typingIn() === 1)
    expect(scene.answersIn(messageId)).toEqual([])
    gate.resolve()
    await scene.answered()
  })

  it('stops when the one who asked presses the button, or who may manage messages', async () => {
    const { discord, model, ada, bob, botUser } = scene
    const endless: Script = async (answer, { closed }) => {
      const more = setInterval(() => answer.text('more '), 20)
      await closed
      clearInterval(more)
    }
    for (const presser of [ada.id, bob.id]) {
      model.next(endless)
      const asker = discord.as(bob.id)
      const { id: channelId } = scene.newChannel()
      const used = await asker.command(channelId, 'ask', { question: 'For ever?' })
      const messageId = used.responseMessageId ?? ''
      await scene.threadOn(messageId)
      const customId = `stop:${used.id}:${bob.id}`
      const pressed = await discord.as(presser).press(messageId, customId)
      await model.requests.at(-1)?.closed
      expect(pressed.ephemeral).toBe(false)
      await scene.answered()
      const ended = discord.message(messageId)
      expect(scene.textOf(messageId)).toMatch(/more\n-# ⏹️ Stopped\.$/)
      expect(JSON.stringify(ended?.components)).not.toContain('stop:')
      expect(ended?.authorId).toBe(botUser.id)
    }
  })

  it('tells others, by a whisper, that they cannot stop it', async () => {
    const { discord, model, ada, bob } = scene
    const gate = Promise.withResolvers<void>()
    model.next(async (answer) => {
      answer.text('Well')
      await gate.promise
      answer.text(', yes.').finish('stop').done()
    })
    const used = await discord
      .as(ada.id)
      .command(scene.newChannel().id, 'ask', { question: 'Is it?' })
    const messageId = used.responseMessageId ?? ''
    await scene.threadOn(messageId)
    const pressed = await discord.as(bob.id).press(messageId, `stop:${used.id}:${ada.id}`)
    expect(pressed.ephemeral).toBe(true)
    gate.resolve()
    await scene.answered()
    expect(scene.textOf(messageId)).toMatch(/Well, yes\.$/)
  })

  it('stops when the question is deleted, and does not begin one that was deleted before', async () => {
    const { discord, model, ada, bob } = scene
    model.next(saying('Ready.'))
    const threadId = await scene.ask(scene.newChannel().id, 'Ready?')
    await scene.threadOn(threadId)
    await scene.answered()
    model.next(async (answer, { closed }) => {
      answer.text('Well')
      await closed
    })
    const first = discord.as(ada.id).say(threadId, 'First')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    const second = discord.as(bob.id).say(threadId, 'Second')
    const before = model.requests.length
    discord.as(bob.id).remove(second.id)
    discord.as(ada.id).remove(first.id)
    await scene.answered()
    model.next(saying('Third, then.'))
    discord.as(ada.id).say(threadId, 'Third')
    await scene.answered()
    expect(model.requests.length).toBe(before + 1)
    expect(scene.textsIn(threadId)).toEqual(['Well\n-# ⏹️ Stopped.', 'Third, then.'])
  })

  it('does not answer bots, other people’s threads, or what Discord itself says', async () => {
    const { discord, model, ada, guildId } = scene
    const other = discord.addBot({ name: 'Other' })
    discord.addMember(guildId, other.id)
    model.next(saying('Hello.'))
    const channel = scene.newChannel()
    const messageId = await scene.ask(channel.id, 'Hello?')
    await scene.threadOn(messageId)
    await scene.answered()
    const before = model.requests.length
    discord.as(other.id).say(messageId, 'I am a bot')
    const own = discord.as(ada.id).openThread(channel.id, 'Between people')
    discord.as(ada.id).say(own.id, 'Not for the bot')
    discord.as(ada.id).say(channel.id, 'Nor this')
    // What is for the bot comes last: when it is answered, the others have been passed over.
    model.next(saying('Yes.'))
    discord.as(ada.id).say(messageId, 'But this is')
    await scene.answered()
    expect(model.requests.length).toBe(before + 1)
    expect(model.requests.at(-1)?.messages.slice(3)).toEqual([
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from the app Other]\nI am a bot`,
      },
      { role: 'user', content: '[from ada]\nBut this is' },
    ])
  })

  it('answers an event once that the gateway repeats', async () => {
    const { discord, model, ada } = scene
    model.next(saying('Once.'), saying('Twice.'))
    const before = model.requests.length
    const messageId = await scene.ask(scene.newChannel().id, 'How often?')
    discord.gateway.replayLast(5)
    await scene.threadOn(messageId)
    await scene.answered()
    discord.as(ada.id).say(messageId, 'And now?')
    discord.gateway.replayLast(5)
    await scene.answered()
    expect(model.requests.length).toBe(before + 2)
    expect(scene.textsIn(messageId)).toEqual(['Twice.'])
  })

  it('pings nobody, whatever people and models write', async () => {
    const { discord, model, bob } = scene
    const loud = `@everyone @here <@${bob.id}> <@&${scene.guildId}>`
    model.next(typing(loud.repeat(5), 300), typing(loud.repeat(5), 300))
    const messageId = await scene.ask(scene.newChannel().id, `Say ${loud}`)
    await scene.threadOn(messageId)
    await scene.answered()
    discord.as(bob.id).say(messageId, 'Louder')
    await scene.answered()
    expect(discord.message(messageId)?.content).toContain('@everyone')
    scene.expectNoHarm()
  })

  it('says so, without asking the model, when there is nothing in a question', async () => {
    const { discord, model } = scene
    const before = model.requests.length
    const messageId = await scene.ask(scene.newChannel().id, '   ')
    await until(scene.bot, () => discord.message(messageId)?.content !== '')
    expect(discord.message(messageId)?.content).toMatch(/-# ⚠️ I found no text/)
    expect(model.requests.length).toBe(before)
  })

  it('speaks the language of the person who asks', async () => {
    const { discord, model, guildId } = scene
    const wei = discord.addUser({ name: 'wei', locale: 'zh-CN' })
    discord.addMember(guildId, wei.id)
    model.next((answer) => answer.error(401, 'No.'))
    const used = await discord
      .as(wei.id)
      .command(scene.newChannel().id, 'ask', { question: '为什么？' })
    await scene.answered()
    expect(discord.message(used.responseMessageId ?? '')?.content).toContain('密钥')
  })

  it('harmed nothing and nobody in all this', () => {
    scene.expectNoHarm()
  })
})
