import type { Interaction, Message } from 'discord-sandbox'
import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

const saying =
  (text: string, reason: 'stop' | 'length' = 'stop'): Script =>
  (answer) =>
    answer.text(text).finish(reason).done()

/** Asks, lets the model answer, and gives the messages that there are then. */
async function asked(question: string, script: Script) {
  const { discord, model, ada } = scene
  model.next(script)
  const { id: channelId } = scene.newChannel()
  const used = await discord.as(ada.id).command(channelId, 'ask', { question })
  const messageId = used.responseMessageId ?? ''
  await scene.answered()
  return { channelId, messageId, trigger: used.id }
}

/** The ids of the buttons below a message. */
function buttonsOf(message: Message | undefined): readonly string[] {
  const ids = JSON.stringify(message?.components ?? []).matchAll(/"custom_id":"([^"]+)"/g)
  return Array.from(ids, ([, id]) => id ?? '')
}

const long = (name: string) =>
  Array.from({ length: 80 }, (_, line) => `${name} ${line} ${'word '.repeat(7).trim()}`).join('\n')

const press = (userId: string, messageId: string, customId: string) =>
  scene.discord.as(userId).press(messageId, customId)

const asks = () => scene.model.requests.at(-1)?.messages.slice(1)

describe('the buttons below an answer', () => {
  it('are Retry and Delete, on its last page alone', async () => {
    const { ada, discord } = scene
    const { messageId, trigger } = await asked('Everything?', saying(long('Line')))
    const [last] = scene.answersIn(messageId)
    expect(buttonsOf(discord.message(messageId))).toEqual([])
    expect(buttonsOf(last)).toEqual([`retry:${trigger}:${ada.id}`, `delete:${trigger}:${ada.id}`])
  })

  it('are for the one who asked and for who may manage messages', async () => {
    const { bob } = scene
    const { messageId, trigger, channelId } = await asked('Mine?', saying('Yes.'))
    for (const control of ['retry', 'delete']) {
      const pressed = await press(bob.id, messageId, `${control}:${trigger}:${scene.ada.id}`)
      expect(pressed.ephemeral).toBe(true)
    }
    expect(scene.textsIn(channelId)).toEqual(['> Mine?\n\nYes.'])
  })
})

describe('Retry', () => {
  it('asks the same question anew, in the same message', async () => {
    const { discord, model, ada } = scene
    const { messageId, trigger, channelId } = await asked('Which?', saying('This one.'))
    await scene.threadOn(messageId)
    model.next(saying('That one.'))
    await press(ada.id, messageId, `retry:${trigger}:${ada.id}`)
    await scene.answered()
    expect(asks()).toEqual([{ role: 'user', content: 'Which?' }])
    expect(scene.textsIn(channelId)).toEqual(['> Which?\n\nThat one.'])
    expect(discord.message(messageId)?.content).toContain('An AI wrote this; it may be wrong.')
    // The old answer stays until there are words of the new one.
    const shown = discord.states(messageId).map(({ content }) => content)
    const from = shown.findIndex((content) => content.includes('This one.'))
    expect(shown.slice(from).every((content) => /This|That/.test(content))).toBe(true)

    model.next(saying('Both.'))
    discord.as(ada.id).say(messageId, 'Really?')
    await scene.answered()
    expect(asks()).toEqual([
      { role: 'user', content: 'Which?' },
      { role: 'assistant', content: 'That one.' },
      { role: 'user', content: 'Really?' },
    ])
  })

  it('takes the pages that it needs, and deletes the others', async () => {
    const { model, ada } = scene
    const { messageId, trigger, channelId } = await asked('Long?', saying(long('Old')))
    const [second] = scene.answersIn(messageId)
    model.next(saying(long('New')))
    await press(ada.id, second?.id ?? '', `retry:${trigger}:${ada.id}`)
    await scene.answered()
    expect(scene.answersIn(messageId).map(({ id }) => id)).toEqual([second?.id])
    const both = [...scene.textsIn(channelId), ...scene.textsIn(messageId)].join('\n')
    expect(both).toContain('New 79')
    expect(both).not.toContain('Old')

    model.next(saying('Short.'))
    await press(ada.id, second?.id ?? '', `retry:${trigger}:${ada.id}`)
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(messageId).length === 0)
    expect(scene.textsIn(channelId)).toEqual(['> Long?\n\nShort.'])
    expect(buttonsOf(scene.discord.message(messageId))).toContain(`retry:${trigger}:${ada.id}`)
  })

  it('is a new answer that links the old one, when something was said after it', async () => {
    const { discord, model, ada, guildId } = scene
    const { messageId, trigger, channelId } = await asked('First?', saying('One.'))
    await scene.threadOn(messageId)
    model.next(saying('Two.'))
    discord.as(ada.id).say(messageId, 'Second?')
    await scene.answered()
    model.next(saying('One again.'))
    await press(ada.id, messageId, `retry:${trigger}:${ada.id}`)
    await scene.answered()
    expect(asks()).toEqual([{ role: 'user', content: 'First?' }])
    expect(scene.textOf(messageId)).toBe('> First?\n\nOne.')
    const link = `https://discord.com/channels/${guildId}/${channelId}/${messageId}`
    expect(scene.textsIn(messageId)).toEqual(['Two.', `-# 🔁 ${link}\n\nOne again.`])

    // The newest answer to a question is the one that counts from now on.
    model.next(saying('Three.'))
    discord.as(ada.id).say(messageId, 'Third?')
    await scene.answered()
    expect(asks()).toEqual([
      { role: 'user', content: 'First?' },
      { role: 'assistant', content: 'One again.' },
      { role: 'user', content: 'Second?' },
      { role: 'assistant', content: 'Two.' },
      { role: 'user', content: 'Third?' },
    ])
  })

  it('takes the message in the thread as it reads now', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying('Six.'))
    const said = discord.as(ada.id).say(threadId, '2 x 3?')
    await scene.answered()
    discord.as(ada.id).edit(said.id, '2 x 4?')
    const [six] = scene.answersIn(threadId)
    model.next(saying('Eight.'))
    await press(ada.id, six?.id ?? '', `retry:${said.id}:${ada.id}`)
    await scene.answered()
    expect(asks()?.slice(2)).toEqual([{ role: 'user', content: '2 x 4?' }])
    expect(scene.textsIn(threadId)).toEqual(['Eight.'])

    discord.as(ada.id).remove(said.id)
    const pressed = await press(ada.id, six?.id ?? '', `retry:${said.id}:${ada.id}`)
    await until(scene.bot, () => whispers(pressed).length === 1)
    expect(whispers(pressed)).toEqual([
      'I cannot read the question or the answer any more. Please ask again.',
    ])
    expect(scene.textsIn(threadId)).toEqual(['Eight.'])
  })

  it('keeps the old answer when there is no new one, and says why', async () => {
    const { discord, model, ada } = scene
    const { messageId, trigger } = await asked('Once more?', saying('Gladly.'))
    const before = discord.message(messageId)?.content
    model.next((answer) => answer.error(401, 'No'))
    const pressed = await press(ada.id, messageId, `retry:${trigger}:${ada.id}`)
    await scene.answered()
    await until(scene.bot, () => whispers(pressed).length === 1)
    expect(whispers(pressed)[0]).toContain(
      'The model server refused the bot’s key. Please tell whoever runs this bot: OPENAI_API_KEY.',
    )
    expect(discord.message(messageId)?.content).toBe(before)
    expect(buttonsOf(discord.message(messageId))).toEqual([
      `retry:${trigger}:${ada.id}`,
      `delete:${trigger}:${ada.id}`,
    ])
  })

  it('heals a question that failed, and opens its thread then', async () => {
    const { discord, model, ada } = scene
    const { messageId, trigger } = await asked('Hello?', (answer) => answer.error(401, 'No'))
    expect(discord.thread(messageId)).toBeUndefined()
    model.next(saying('Hello.'))
    await press(ada.id, messageId, `retry:${trigger}:${ada.id}`)
    await scene.answered()
    expect(scene.textOf(messageId)).toBe('> Hello?\n\nHello.')
    expect((await scene.threadOn(messageId)).name).toBe('Hello?')
  })

  it('can be stopped, also before the first word', async () => {
    const { discord, model, ada } = scene
    const { messageId, trigger } = await asked('Again?', saying('Once.'))
    model.next(async (_, { closed }) => closed)
    const before = model.requests.length
    await press(ada.id, messageId, `retry:${trigger}:${ada.id}`)
    await until(scene.bot, () => model.requests.length === before + 1)
    const busy = await press(ada.id, messageId, `stop:${trigger}:${ada.id}`)
    expect(busy.ephemeral).toBe(false)
    await model.requests.at(-1)?.closed
    await scene.answered()
    await until(scene.bot, () => buttonsOf(discord.message(messageId)).length === 2)
    expect(scene.textOf(messageId)).toBe('> Again?\n\nOnce.')
  })
})

describe('Continue', () => {
  it('goes on where the model broke off, in the middle of a word', async () => {
    const { discord, model, ada } = scene
    const { messageId, trigger } = await asked('Tell', saying('Once upon a ti', 'length'))
    await scene.threadOn(messageId)
    expect(discord.message(messageId)?.content).toContain(
      'The model reached its length limit here.',
    )
    model.next(saying('me, far away'))
    await press(ada.id, messageId, `continue:${trigger}:${ada.id}`)
    await scene.answered()
    expect(asks()?.slice(0, 2)).toEqual([
      { role: 'user', content: 'Tell' },
      { role: 'assistant', content: 'Once upon a ti' },
    ])
    expect(scene.textOf(messageId)).toBe('> Tell\n\nOnce upon a time, far away')
    expect(buttonsOf(discord.message(messageId))).toEqual([
      `retry:${trigger}:${ada.id}`,
      `delete:${trigger}:${ada.id}`,
    ])
    // What follows knows the whole, and nothing of the seam.
    model.next(saying('Yes.'))
    discord.as(ada.id).say(messageId, 'Is that all?')
    await scene.answered()
    expect(asks()).toEqual([
      { role: 'user', content: 'Tell' },
      { role: 'assistant', content: 'Once upon a time, far away' },
      { role: 'user', content: 'Is that all?' },
    ])
  })

  it('is not disturbed when Discord tells of the question’s preview', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying('One', 'length'))
    const said = discord.as(ada.id).say(threadId, 'Count https://example.org')
    await scene.answered()
    const gate = Promise.withResolvers<void>()
    model.next(async (answer) => {
      answer.text(', two')
      await gate.promise
      answer.text('.').finish('stop').done()
    })
    const [half] = scene.answersIn(threadId)
    const before = model.requests.length
    await press(ada.id, half?.id ?? '', `continue:${said.id}:${ada.id}`)
    await until(scene.bot, () => scene.textsIn(threadId)[0] === 'One, two')
    discord.as(ada.id).edit(said.id, 'Count https://example.org')
    gate.resolve()
    await scene.answered()
    expect(scene.textsIn(threadId)).toEqual(['One, two.'])
    expect(model.requests.length).toBe(before + 1)
  })

  it('goes on inside of code, and on a further page', async () => {
    const { model, ada } = scene
    const code = Array.from({ length: 60 }, (_, line) => `call(${line}, 'some text here')`)
    const whole = `Look:\n\n\`\`\`js\n${code.join('\n')}\n\`\`\`\n\nThat is all.`
    const at = 900
    const { messageId, trigger } = await asked('Code?', saying(whole.slice(0, at), 'length'))
    await scene.threadOn(messageId)
    model.next(saying(whole.slice(at)))
    await press(ada.id, messageId, `continue:${trigger}:${ada.id}`)
    await scene.answered()
    model.next(saying('Yes.'))
    scene.discord.as(ada.id).say(messageId, 'All?')
    await scene.answered()
    expect(asks()?.[1]).toEqual({ role: 'assistant', content: whole })
  })

  it('goes on in a reply when something was said meanwhile', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying('One and', 'length'), saying('Other.'))
    const first = discord.as(ada.id).say(threadId, 'Count')
    await scene.answered()
    discord.as(ada.id).say(threadId, 'Something else')
    await scene.answered()
    const [half] = scene.answersIn(threadId)
    model.next(saying(' two.'))
    await press(ada.id, half?.id ?? '', `continue:${first.id}:${ada.id}`)
    await scene.answered()
    const last = scene.answersIn(threadId).at(-1)
    const link = `https://discord.com/channels/${scene.guildId}/${threadId}/${half?.id}`
    expect(scene.textOf(last?.id ?? '')).toBe(`-# ⏩ ${link}\n\ntwo.`)
    model.next(saying('Yes.'))
    discord.as(ada.id).say(threadId, 'All?')
    await scene.answered()
    expect(asks()?.slice(2)).toEqual([
      { role: 'user', content: 'Count' },
      { role: 'assistant', content: 'One and\n\ntwo.' },
      { role: 'user', content: 'Something else' },
      { role: 'assistant', content: 'Other.' },
      { role: 'user', content: 'All?' },
    ])
  })
})

describe('an answer without a thread', () => {
  /** A channel in which the bot may open none. */
  async function askedInPlace(question: string, script: Script) {
    const { discord, model, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    model.next(script)
    const used = await discord.as(ada.id).command(channelId, 'ask', { question })
    await scene.answered()
    return { channelId, trigger: used.id }
  }

  const last = (channelId: string) => scene.answersIn(channelId).at(-1)?.id ?? ''

  it('can be gone on with over several pages, asked anew, and deleted', async () => {
    const { model, ada } = scene
    const { channelId, trigger } = await askedInPlace('All?', saying(long('One'), 'length'))
    for (const name of ['Two', 'Three']) {
      model.next(saying(`\n${long(name)}`, 'length'))
      await press(ada.id, last(channelId), `continue:${trigger}:${ada.id}`)
      await scene.answered()
    }
    expect(scene.textsIn(channelId).length).toBe(6)
    const [first, ...others] = scene.answersIn(channelId)
    expect(others.every(({ referenceId }) => referenceId === first?.id)).toBe(true)
    model.next(saying(long('New')))
    await press(ada.id, last(channelId), `retry:${trigger}:${ada.id}`)
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(channelId).length === 2)
    expect(scene.textsIn(channelId).join('\n')).not.toMatch(/One|Two|Three/)
    await press(ada.id, last(channelId), `delete:${trigger}:${ada.id}`)
    await until(scene.bot, () => scene.answersIn(channelId).length === 0)
  })

  it('keeps its question, however long, when it is asked anew', async () => {
    const { model, ada } = scene
    const question = 'Why is that so? '.repeat(200).trim()
    const { channelId, trigger } = await askedInPlace(question, saying('Because.'))
    for (const again of ['Therefore.', 'Hence.']) {
      model.next(saying(again))
      await press(ada.id, last(channelId), `retry:${trigger}:${ada.id}`)
      await scene.answered()
      expect(asks()).toEqual([{ role: 'user', content: question }])
      expect(scene.textsIn(channelId).at(-1)).toMatch(new RegExp(`${again}$`))
    }
  })
})

describe('Delete', () => {
  it('takes nothing of another answer away when a page is left alone', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying('Mine.'), saying(long('Line')))
    discord.as(ada.id).say(threadId, 'One')
    await scene.answered()
    const said = discord.as(ada.id).say(threadId, 'Two')
    await scene.answered()
    const [mine, first, second] = scene.answersIn(threadId)
    discord.as(ada.id).remove(first?.id ?? '')
    await press(ada.id, second?.id ?? '', `delete:${said.id}:${ada.id}`)
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    expect(scene.answersIn(threadId)).toEqual([mine])
  })

  it('takes no page of another answer away where both have lost a page', async () => {
    const { discord, model, ada, bob } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying(long('Bob')), saying(long('Ada')))
    discord.as(bob.id).say(threadId, 'One')
    await scene.answered()
    const said = discord.as(ada.id).say(threadId, 'Two')
    await scene.answered()
    const [bobs, bobsEnd, adas, adasEnd] = scene.answersIn(threadId)
    discord.as(ada.id).remove(bobsEnd?.id ?? '')
    discord.as(ada.id).remove(adas?.id ?? '')
    await press(ada.id, adasEnd?.id ?? '', `delete:${said.id}:${ada.id}`)
    await until(scene.bot, () => discord.message(adasEnd?.id ?? '') === undefined)
    expect(scene.answersIn(threadId)).toEqual([bobs])
  })

  it('keeps the first page, by which the others are found, until those are gone', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying(`${long('One')}\n${long('Two')}`))
    const said = discord.as(ada.id).say(threadId, 'Everything')
    await scene.answered()
    const pages = scene.answersIn(threadId)
    const [first, second] = pages
    const end = pages.at(-1)?.id ?? ''
    const fault = discord.faults.status(
      { method: 'DELETE', route: new RegExp(`/messages/${second?.id}$`) },
      403,
      { code: 50_013, message: 'Missing Permissions' },
    )
    const pressed = await press(ada.id, end, `delete:${said.id}:${ada.id}`)
    await until(scene.bot, () => whispers(pressed).length === 1)
    expect(whispers(pressed)).toEqual(['I could not delete all of this answer.'])
    expect(fault.hits).toBe(1)
    expect(discord.message(first?.id ?? '')).toBeDefined()
    await press(ada.id, end, `delete:${said.id}:${ada.id}`)
    await until(scene.bot, () => scene.answersIn(threadId).length === 0)
  })

  it('works though the connection breaks when the press is acknowledged', async () => {
    const { discord, ada } = scene
    for (const when of ['before', 'after'] as const) {
      const { channelId, messageId, trigger } = await asked('Well?', saying('Yes.'))
      await scene.threadOn(messageId)
      const fault = discord.faults.drop({ method: 'POST', route: /callback$/ }, when)
      // The message with the button may be gone before Discord has answered the press.
      await press(ada.id, messageId, `delete:${trigger}:${ada.id}`).catch(() => undefined)
      await until(scene.bot, () => scene.answersIn(channelId).length === 0)
      expect(fault.hits).toBe(1)
    }
  })

  it('takes an answer of many pages away', async () => {
    const { discord, model, ada } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying(Array.from({ length: 5 }, () => long('Line')).join('\n')))
    const said = discord.as(ada.id).say(threadId, 'Everything')
    await scene.answered()
    expect(scene.answersIn(threadId).length).toBeGreaterThan(8)
    await press(ada.id, scene.answersIn(threadId).at(-1)?.id ?? '', `delete:${said.id}:${ada.id}`)
    await until(scene.bot, () => scene.answersIn(threadId).length === 0)
  })

  it('takes all pages of the answer away, and leaves the thread and what others wrote', async () => {
    const { discord, model, ada, bob } = scene
    const { messageId: threadId } = await asked('Ready?', saying('Ready.'))
    await scene.threadOn(threadId)
    model.next(saying(long('Line')))
    const said = discord.as(bob.id).say(threadId, 'Everything')
    await scene.answered()
    const pages = scene.answersIn(threadId)
    expect(pages.length).toBe(2)
    model.next(saying('Fine.'))
    discord.as(ada.id).say(threadId, 'Enough')
    await scene.answered()
    // Ada may manage messages.
    await press(ada.id, pages.at(-1)?.id ?? '', `delete:${said.id}:${bob.id}`)
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    expect(scene.textsIn(threadId)).toEqual(['Fine.'])
    expect(discord.message(said.id)?.content).toBe('Everything')
    expect(scene.textOf(threadId)).toBe('> Ready?\n\nReady.')
  })

  it('takes the first page away that stands in the channel, too', async () => {
    const { discord, ada } = scene
    const { channelId, messageId, trigger } = await asked('Long?', saying(long('Line')))
    await scene.threadOn(messageId)
    const [second] = scene.answersIn(messageId)
    await press(ada.id, second?.id ?? '', `delete:${trigger}:${ada.id}`)
    await until(scene.bot, () => scene.answersIn(messageId).length === 0)
    expect(scene.answersIn(channelId)).toEqual([])
    expect(discord.thread(messageId)).toBeDefined()
  })
})

describe('all this', () => {
  it('harmed nothing and nobody', () => scene.expectNoHarm())
})

/** What was whispered in answer to a press. */
function whispers({ id, channelId }: Interaction): readonly string[] {
  return scene.discord
    .messages(channelId)
    .filter(({ ephemeralFor, interactionId }) => ephemeralFor && interactionId === id)
    .map(({ content }) => content)
}
