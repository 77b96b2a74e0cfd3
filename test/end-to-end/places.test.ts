import type { Message } from 'discord-sandbox'
import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { withoutSmallPrint } from '../support/small-print.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene({
    discord: { maxConcurrency: 16 },
    environment: { OPENAI_MODEL: 'test-model', OPENAI_MODELS: 'large' },
  })
  scene.model.models = ['test-model', 'large']
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)
beforeEach(() => scene.model.always(saying('Yes.')))

const noHistory =
  'I cannot answer here, because I lack a permission: Read Message History. Please tell whoever manages this server.'
const noThread =
  'I answer without a thread here, because I lack a permission: Create Public Threads.'

const saying =
  (text: string): Script =>
  (answer) =>
    answer.text(text).finish('stop').done()

/** What the model was told in the newest request, behind the system prompt. */
const told = () => scene.model.requests.at(-1)?.messages.slice(1)
const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })

/** Waits for a reply of the bot to a message, and that it has its end. */
async function replyTo(message: Message): Promise<Message> {
  const find = () =>
    scene.answersIn(message.channelId).find(({ referenceId }) => referenceId === message.id)
  await until(scene.bot, () => hasEnded(find()))
  return find() as Message
}

/** Waits for the answer of a command. */
async function answerOf(messageId: string | undefined): Promise<Message> {
  await until(scene.bot, () => hasEnded(scene.discord.message(messageId ?? '')))
  return scene.discord.message(messageId ?? '') as Message
}

/** Presses a button as soon as the bot knows that the answer with it has its end. */
async function press(messageId: string, button: string, trigger: string, times = 1): Promise<void> {
  const ends = () =>
    scene.bot.log.filter((line) => line['trigger'] === trigger && line.msg === 'answered')
  await until(scene.bot, () => ends().length === times)
  await scene.discord.as(scene.ada.id).press(messageId, `${button}:${trigger}:${scene.ada.id}`)
}

function hasEnded(message: Message | undefined): boolean {
  const buttons = JSON.stringify(message?.components ?? [])
  return message !== undefined && message.content !== '' && !buttons.includes('"stop:')
}

/** A thread with one question and answer in it. */
async function openThread(question = 'Ready?'): Promise<string> {
  const messageId = await scene.ask(scene.newChannel().id, question)
  await scene.threadOn(messageId)
  await answerOf(messageId)
  return messageId
}

describe('a mention in a channel', () => {
  it('is answered in place, and replies go on with the chain alone', async () => {
    const { discord, ada, bob, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.as(bob.id).say(channelId, 'Lunch?')
    const first = discord.as(ada.id).say(channelId, `<@${botUser.id}> why is the sky blue?`)
    scene.model.next(saying('Air.'))
    const air = await replyTo(first)
    expect(told()).toEqual([user('why is the sky blue?')])
    expect(discord.thread(air.id)).toBeUndefined()
    discord.as(bob.id).say(channelId, 'Pizza!')
    const second = discord.as(ada.id).say(channelId, 'And at night?', { replyTo: air.id })
    scene.model.next(saying('Dark.'))
    await replyTo(second)
    const chain = [user('why is the sky blue?'), assistant('Air.'), user('And at night?')]
    expect(told()).toEqual(chain)
    // Without a ping, and after a restart, it is the same.
    await scene.restart()
    const [, dark] = scene.answersIn(channelId)
    const third = discord.as(ada.id).say(channelId, 'Sure?', {
      replyTo: dark?.id ?? '',
      pingReply: false,
    })
    await replyTo(third)
    expect(told()).toEqual([...chain, assistant('Dark.'), user('Sure?')])
  })

  it('of its role counts, of another does not', async () => {
    const { discord, ada, botUser, guildId } = scene
    const { id: channelId } = scene.newChannel()
    const answer = await fetch(`${discord.apiUrl}/v10/guilds/${guildId}/roles`, {
      headers: { authorization: `Bot ${botUser.token}` },
    })
    const roles = (await answer.json()) as readonly {
      readonly id: string
      readonly tags?: { readonly bot_id?: string }
    }[]
    const own = roles.find(({ tags }) => tags?.bot_id === botUser.id)
    expect(own).toBeDefined()
    const before = scene.model.requests.length
    discord.as(ada.id).say(channelId, `<@&${guildId}> hello`)
    const said = discord.as(ada.id).say(channelId, `<@&${own?.id}> hello`)
    await replyTo(said)
    expect(told()).toEqual([user('hello')])
    expect(scene.model.requests.length).toBe(before + 1)
  })

  it('with nothing else, in a reply to somebody, asks about what they said', async () => {
    const { discord, ada, bob, botUser } = scene
    const { id: channelId } = scene.newChannel()
    const long = `Is it true that ${'very '.repeat(100)}long texts are read whole?`
    const asked = discord.as(bob.id).say(channelId, long)
    const said = discord.as(ada.id).say(channelId, `<@${botUser.id}>`, { replyTo: asked.id })
    await replyTo(said)
    expect(told()).toEqual([user(long)])
  })

  it('is told what Retry needs, also without a thread', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    const said = discord.as(ada.id).say(channelId, `<@${botUser.id}> again?`)
    const answer = await replyTo(said)
    scene.model.next(saying('Again.'))
    await press(answer.id, 'retry', said.id)
    await until(scene.bot, () => scene.textOf(answer.id) === 'Again.')
    expect(told()).toEqual([user('again?')])
  })
})

describe('a direct message', () => {
  it('is answered without a mention, with what was said there before', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = discord.addDirectMessage(ada.id, botUser.id)
    scene.model.next(saying('Hello.'))
    await replyTo(discord.as(ada.id).say(channelId, 'Hi'))
    const second = discord.as(ada.id).say(channelId, 'How are you?')
    await replyTo(second)
    expect(told()).toEqual([user('Hi'), assistant('Hello.'), user('How are you?')])
    await scene.restart()
    const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'Still there?' })
    await answerOf(used.responseMessageId)
    expect(told()).toEqual([
      ...[user('Hi'), assistant('Hello.'), user('How are you?'), assistant('Yes.')],
      user('Still there?'),
    ])
  })
})

describe('a thread that people opened', () => {
  it('is left in peace until the bot is mentioned, which then knows all that was said', async () => {
    const { discord, ada, bob, botUser } = scene
    const channel = scene.newChannel()
    const starter = discord.as(ada.id).say(channel.id, 'Which cake?')
    const { id } = discord.as(ada.id).openThread(channel.id, 'Cake', { messageId: starter.id })
    discord.as(bob.id).say(id, 'Lemon')
    const before = scene.model.requests.length
    await replyTo(discord.as(ada.id).say(id, `What do you think, <@${botUser.id}>?`))
    expect(scene.model.requests.length).toBe(before + 1)
    const history = [
      user('Which cake?'),
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nLemon`,
      ),
      user('[from ada]\nWhat do you think, @Platen?'),
    ]
    expect(told()).toEqual(history)
    expect(discord.thread(id)?.memberIds).toContain(botUser.id)
    // From now on it belongs to the thread, whatever its data folder knows.
    await scene.restart()
    await replyTo(discord.as(bob.id).say(id, 'So?'))
    expect(told()).toEqual([...history, assistant('Yes.'), user('[from bob]\nSo?')])
  })

  it('can be private', async () => {
    const { discord, ada, botUser } = scene
    const channel = scene.newChannel()
    const { id } = discord.as(ada.id).openThread(channel.id, 'Secret', { private: true })
    discord.as(ada.id).addToThread(id, botUser.id)
    await replyTo(discord.as(ada.id).say(id, 'Hello?'))
    expect(told()).toEqual([user('Hello?')])
  })
})

describe('a post in a forum', () => {
  it('is a thread whose first message stands inside', async () => {
    const { discord, ada, bob, guildId } = scene
    const forum = discord.addChannel(guildId, { name: 'help', type: 15 })
    const { id } = discord.as(ada.id).openPost(forum.id, 'Printer', 'It is on fire')
    const used = await discord.as(bob.id).command(id, 'ask', { question: 'What now?' })
    await answerOf(used.responseMessageId)
    const history = [
      user('It is on fire'),
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nWhat now?`,
      ),
    ]
    expect(told()).toEqual(history)
    await scene.restart()
    await replyTo(discord.as(ada.id).say(id, 'Really?'))
    expect(told()).toEqual([...history, assistant('Yes.'), user('[from ada]\nReally?')])
  })
})

describe('/leave', () => {
  it('lets people talk among themselves until the bot is mentioned, also after a restart', async () => {
    const { discord, ada, botUser } = scene
    const id = await openThread()
    const used = await discord.as(ada.id).command(id, 'leave')
    await until(scene.bot, () => discord.thread(id)?.memberIds.includes(botUser.id) === false)
    expect(discord.message(used.responseMessageId ?? '')?.content).toContain(
      'I have left this thread. Mention me or use /ask, and I am back.',
    )
    await scene.restart()
    const before = scene.model.requests.length
    discord.as(ada.id).say(id, 'Just us')
    await replyTo(discord.as(ada.id).say(id, `<@${botUser.id}> come back`))
    expect(scene.model.requests.length).toBe(before + 1)
    // What the bot said about leaving is no part of the conversation.
    expect(told()).toEqual([
      ...[user('Ready?'), assistant('Yes.'), user('Just us'), user('come back')],
    ])
    await replyTo(discord.as(ada.id).say(id, 'Thanks'))
  })

  it('says so where there is nothing to leave', async () => {
    const { discord, ada } = scene
    const used = await discord.as(ada.id).command(scene.newChannel().id, 'leave')
    expect(used.ephemeral).toBe(true)
  })
})

describe('a private answer', () => {
  it('is seen by nobody else and opens no thread', async () => {
    const { discord, ada } = scene
    const { id: channelId } = scene.newChannel()
    const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
    scene.model.next(saying(long))
    const used = await discord
      .as(ada.id)
      .command(channelId, 'ask', { question: 'Secret?', private: true })
    expect(used.ephemeral).toBe(true)
    const mine = () => discord.messages(channelId).filter((one) => one.ephemeralFor === ada.id)
    await until(scene.bot, () => mine().length === 2 && mine().every(hasEnded))
    expect(withoutSmallPrint(mine()[0]?.content ?? '')).toMatch(/^> Secret\?\n\n0 x/)
    expect(scene.answersIn(channelId)).toEqual([])
    expect(discord.thread(used.responseMessageId ?? '')).toBeUndefined()
  })

  it('can be asked anew, and deleted', async () => {
    const { discord, ada } = scene
    const used = await discord
      .as(ada.id)
      .command(scene.newChannel().id, 'ask', { question: 'Secret?', private: true })
    const { id, components } = await answerOf(used.responseMessageId)
    expect(JSON.stringify(components)).toContain('retry:')
    scene.model.next(saying('Again.'))
    await press(id, 'retry', used.id)
    await until(scene.bot, () => scene.textOf(id) === '> Secret?\n\nAgain.')
    await until(scene.bot, () => hasEnded(discord.message(id)))
    expect(told()).toEqual([user('Secret?')])
    await press(id, 'delete', used.id, 2)
    await until(scene.bot, () => discord.message(id) === undefined)
  })

  it('knows the thread in which it is asked for, and leaves nothing there', async () => {
    const { discord, ada } = scene
    const id = await openThread()
    const used = await discord.as(ada.id).command(id, 'ask', { question: 'Hm?', private: true })
    await answerOf(used.responseMessageId)
    const history = [user('Ready?'), assistant('Yes.')]
    expect(told()).toEqual([...history, user('Hm?')])
    await replyTo(discord.as(ada.id).say(id, 'So?'))
    expect(told()).toEqual([...history, user('So?')])
  })
})

describe('Ask about this', () => {
  it('makes a message, what it has with it and what it replies to the subject', async () => {
    const { discord, ada, bob } = scene
    const { id: channelId } = scene.newChannel()
    const first = discord.as(ada.id).say(channelId, 'Who wins?')
    const target = discord.as(bob.id).say(channelId, 'Nobody', {
      replyTo: first.id,
      attachments: [{ name: 'table.png', contentType: 'image/png', content: 'abc' }],
    })
    const name = 'Ask about this'
    const opened = await discord.as(ada.id).contextMenu(channelId, name, target.id)
    expect(opened.modal).toBeDefined()
    const used = await discord.as(ada.id).submitModal(opened, { question: 'Is that so?' })
    const answer = await answerOf(used.responseMessageId)
    const subject = user(
      [
        '[about this message from bob]',
        '> [in reply to ada]',
        '> > Who wins?',
        '> Nobody',
        '> [file, which you cannot read: table.png, image/png, 3 bytes]',
        'Is that so?',
      ].join('\n'),
    )
    expect(told()).toEqual([subject])
    expect(answer.content).toContain(`-# 📎 I cannot read files yet, so I did not see table.png.`)
    // It goes on in its thread, also when nothing is remembered.
    const { id } = await scene.threadOn(answer.id)
    await scene.restart()
    await replyTo(discord.as(ada.id).say(id, 'Sure?'))
    expect(told()).toEqual([subject, assistant('Yes.'), user('Sure?')])
  })

  it('says so when the message is gone', async () => {
    const { discord, ada, bob } = scene
    const { id: channelId } = scene.newChannel()
    const target = discord.as(bob.id).say(channelId, 'Oops')
    const name = 'Ask about this'
    const opened = await discord.as(ada.id).contextMenu(channelId, name, target.id)
    discord.as(bob.id).remove(target.id)
    await until(scene.bot, () => discord.message(target.id) === undefined)
    const used = await discord.as(ada.id).submitModal(opened, { question: 'What?' })
    expect(used.ephemeral).toBe(true)
  })
})

describe('what people send beside text', () => {
  it('is told where it can be read, and named where not', async () => {
    const { discord, ada, bob } = scene
    const elsewhere = discord.as(bob.id).say(scene.newChannel().id, 'Old news')
    const id = await openThread()
    scene.model.always(() => new Promise(() => undefined))
    const before = scene.model.requests.length
    discord.as(ada.id).say(id, 'Wait')
    await until(scene.bot, () => scene.model.requests.length === before + 1)
    discord.as(bob.id).forward(elsewhere.id, id)
    discord.as(bob.id).say(id, '', { poll: { question: 'Tea?', answers: ['Yes', 'No'] } })
    discord.webhookSay(id, {
      name: 'CI',
      content: '',
      embeds: [{ title: 'Build', description: 'failed' }],
    })
    const last = discord.as(ada.id).say(id, 'Look', {
      attachments: [{ name: 'log.txt', contentType: 'text/plain', content: 'abc' }],
    })
    scene.model.always(saying('Yes.'))
    const waiting = scene.answersIn(id).at(-1)
    expect(waiting).toBeUndefined()
    const [stuck] = discord.messages(id).filter(({ content }) => content === 'Wait')
    discord.as(ada.id).remove(stuck?.id ?? '')
    const answer = await replyTo(last)
    expect(told()).toEqual([
      ...[user('Ready?'), assistant('Yes.')],
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\n[forwarded message]\n> Old news`,
      ),
      user('[from bob]\n[poll]\n> Tea?\n> - Yes\n> - No'),
      user('[from the app CI]\n[embed]\n> Build\n> failed'),
      user('[from ada]\nLook\n[file, which you cannot read: log.txt, text/plain, 3 bytes]'),
    ])
    expect(answer.content).toContain(`-# 📎 I cannot read files yet, so I did not see log.txt.`)
  })
})

describe('a model that was chosen', () => {
  it('holds for its thread, also after a restart, until it is gone, which is said once', async () => {
    const { discord, ada, model } = scene
    const used = await discord
      .as(ada.id)
      .command(scene.newChannel().id, 'ask', { question: 'Who?', model: 'large' })
    const answer = await answerOf(used.responseMessageId)
    expect(model.requests.at(-1)?.body['model']).toBe('large')
    expect(answer.content).toMatch(/^> Who\?\n-# 📌 large\n\nYes\.\n-# 📌 large · /)
    const { id } = await scene.threadOn(answer.id)
    await scene.restart()
    await replyTo(discord.as(ada.id).say(id, 'And now?'))
    expect(model.requests.at(-1)?.body['model']).toBe('large')
    expect(told()).toEqual([user('Who?'), assistant('Yes.'), user('And now?')])
    model.models = ['test-model']
    await scene.restart()
    const fallen = await replyTo(discord.as(ada.id).say(id, 'Still?'))
    expect(model.requests.at(-1)?.body['model']).toBe('test-model')
    expect(fallen.content).toContain(
      `-# 📍 The model large is no longer available. The default model answers from now on.`,
    )
    const after = await replyTo(discord.as(ada.id).say(id, 'Fine'))
    expect(after.content).not.toContain('📍')
    model.models = ['test-model', 'large']
  })

  it('is proposed while it is typed, and refused where nobody may choose it', async () => {
    const { discord, ada } = scene
    // The list of models is asked for once a minute.
    await scene.restart()
    const { id: channelId } = scene.newChannel()
    const person = discord.as(ada.id)
    const typed = await person.autocomplete(
      channelId,
      'ask',
      { question: 'Hm', model: 'LA' },
      'model',
    )
    expect(typed.choices).toMatchObject([{ name: 'large', value: 'large' }])
    const used = await person.command(channelId, 'ask', { question: 'Hm', model: 'huge' })
    const { content } = await answerOf(used.responseMessageId)
    expect(content).toContain('There is no model huge to choose. Pick one from the list.')
  })
})

describe('what is missing', () => {
  it('is named to who asked in a thread that is locked', async () => {
    const { discord, ada } = scene
    const id = await openThread()
    discord.as(ada.id).lock(id)
    const used = await discord.as(ada.id).command(id, 'ask', { question: 'Hm?' })
    expect(used.ephemeral).toBe(true)
    const whispers = discord.messages(id).filter((one) => one.ephemeralFor === ada.id)
    expect(whispers.map(({ content }) => content)).toEqual([
      'This thread is locked, so I cannot answer in it.',
    ])
  })

  it('is named where a thread cannot be read, before anything begins', async () => {
    const { discord, ada, botUser } = scene
    const id = await openThread()
    const parentId = discord.thread(id)?.parentId ?? ''
    discord.faults.revoke(parentId, botUser.id, 'READ_MESSAGE_HISTORY')
    const before = scene.model.requests.length
    const used = await discord.as(ada.id).command(id, 'ask', { question: 'Hm?' })
    expect(used.ephemeral).toBe(true)
    const whispers = discord.messages(id).filter((one) => one.ephemeralFor === ada.id)
    expect(whispers.map(({ content }) => content)).toEqual([noHistory])
    expect(scene.model.requests.length).toBe(before)
  })

  it('is named once where messages cannot be replied to', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'READ_MESSAGE_HISTORY')
    const before = scene.model.requests.length
    const mention = `<@${botUser.id}> hello?`
    discord.as(ada.id).say(channelId, mention)
    await until(scene.bot, () => scene.answersIn(channelId).length === 1)
    discord.as(ada.id).say(channelId, mention)
    const notice = `-# ⚠️ ${noHistory}`
    // What comes behind it on the same connection is answered: then this was passed over.
    await replyTo(discord.as(ada.id).say(scene.newChannel().id, mention))
    expect(scene.answersIn(channelId).map(({ content }) => content)).toEqual([notice])
    expect(scene.model.requests.length).toBe(before + 1)
  })

  it('is named once where no thread may be opened, and the answer stands in place', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    const whispers = () => discord.messages(channelId).filter((one) => one.ephemeralFor === ada.id)
    for (const question of ['One?', 'Two?']) {
      const used = await discord.as(ada.id).command(channelId, 'ask', { question })
      const { id } = await answerOf(used.responseMessageId)
      expect(scene.textOf(id)).toBe(`> ${question}\n\nYes.`)
      await until(scene.bot, () => whispers().length === 1)
    }
    expect(whispers().map(({ content }) => content)).toEqual([noThread])
  })

  it('is named for each thing that it prevents, and again when it is missing again', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    const whispers = () => discord.messages(channelId).filter((one) => one.ephemeralFor === ada.id)
    const ask = async () => {
      const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'Well?' })
      await answerOf(used.responseMessageId)
    }
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    await ask()
    await until(scene.bot, () => whispers().length === 1)
    // One that concerns replies still finds its answer.
    await replyTo(discord.as(ada.id).say(channelId, `<@${botUser.id}> hello?`))

    discord.setOverwrite(channelId, { id: botUser.id, allow: ['CREATE_PUBLIC_THREADS'] })
    await ask()
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    await ask()
    await until(scene.bot, () => whispers().length === 2)
    expect(whispers().map(({ content }) => content)).toEqual([noThread, noThread])
  })

  it('is a channel to write in: then all pages come by the command, and Retry finds the question', async () => {
    const { discord, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    for (const permission of ['CREATE_PUBLIC_THREADS', 'SEND_MESSAGES'] as const) {
      discord.faults.revoke(channelId, botUser.id, permission)
    }
    const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
    scene.model.next(saying(long))
    const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'All?' })
    await until(scene.bot, () => scene.answersIn(channelId).length === 2)
    await until(scene.bot, () => scene.answersIn(channelId).every(hasEnded))
    const [, last] = scene.answersIn(channelId)
    await press(last?.id ?? '', 'retry', used.id)
    await until(scene.bot, () => scene.textOf(used.responseMessageId ?? '') === '> All?\n\nYes.')
    expect(told()).toEqual([user('All?')])
  })

  it('is room for a thread where the server has too many: the answer goes on in place', async () => {
    const { discord, ada, botUser } = scene
    const guild = discord.addGuild({ name: 'Full', owner: ada.id, maxActiveThreads: 0 })
    discord.addMember(guild.id, botUser.id, ['SEND_MESSAGES'])
    const { id: channelId } = discord.addChannel(guild.id, { name: 'full' })
    const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
    scene.model.next(saying(long))
    const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'All?' })
    await until(scene.bot, () => scene.answersIn(channelId).length === 2)
    await until(scene.bot, () => scene.answersIn(channelId).every(hasEnded))
    const [, second] = scene.answersIn(channelId)
    expect(second?.referenceId).toBe(used.responseMessageId)
  })
})

it('harmed nothing and nobody in all this', () => {
  expect(scene.violations).toEqual([])
  expect(scene.discord.rateLimited.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})
