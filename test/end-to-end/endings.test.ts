import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene({ environment: { NOTIFY_AFTER: '700ms' } })
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

const saying =
  (text: string): Script =>
  (answer) =>
    answer.text(text).finish('stop').done()

/** Says the beginning, and the end when the test says so. */
function halting(beginning: string, end: string) {
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const script: Script = async (answer, { closed }) => {
    begun.resolve()
    answer.text(beginning)
    await Promise.race([gate.promise, closed])
    answer.text(end).finish('stop').done()
  }
  /** Resolves when the answer has taken longer than `NOTIFY_AFTER`, however slow the machine is. */
  const tookLong = async () => {
    await begun.promise
    await new Promise((resolve) => setTimeout(resolve, 800))
  }
  return { script, goOn: gate.resolve, tookLong }
}

/** A thread with one question and answer in it. */
async function thread(): Promise<string> {
  scene.model.next(saying('Ready.'))
  const messageId = await scene.ask(scene.newChannel().id, 'Ready?')
  await scene.threadOn(messageId)
  await scene.answered()
  return messageId
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, line) => `${line} ${'word '.repeat(9).trim()}`).join('\n')

describe('a question that is changed while its answer is being typed', () => {
  it('is answered anew in the same message', async () => {
    const { discord, model, ada } = scene
    const threadId = await thread()
    const { script } = halting('Six', ' it is.')
    model.next(script, saying('Eight.'))
    const said = discord.as(ada.id).say(threadId, '2 x 3?')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    const [answer] = scene.answersIn(threadId)
    discord.as(ada.id).edit(said.id, '2 x 4?')
    await model.requests.at(-1)?.closed
    await scene.answered()
    expect(scene.answersIn(threadId).map(({ id }) => id)).toEqual([answer?.id])
    expect(scene.textsIn(threadId)).toEqual(['Eight.'])
    expect(model.requests.at(-1)?.messages.at(-1)).toEqual({ role: 'user', content: '2 x 4?' })
  })

  it('is answered anew, too, when it is changed back at once', async () => {
    const { discord, model, ada } = scene
    const threadId = await thread()
    model.next(halting('Six', ' it is.').script)
    // The model may be asked for what it says in between, too.
    model.always((answer, { messages }) =>
      answer
        .text(messages.at(-1)?.content === '2 x 4?' ? 'Eight.' : 'Again six.')
        .finish('stop')
        .done(),
    )
    const said = discord.as(ada.id).say(threadId, '2 x 3?')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    discord.as(ada.id).edit(said.id, '2 x 4?')
    discord.as(ada.id).edit(said.id, '2 x 3?')
    await scene.answered()
    await until(scene.bot, () => scene.textsIn(threadId)[0] === 'Again six.')
  })

  it('loses the pages that the new answer does not need', async () => {
    const { discord, model, ada } = scene
    const threadId = await thread()
    const { script } = halting(lines(80), ' never.')
    model.next(script, saying('Short.'))
    const said = discord.as(ada.id).say(threadId, 'All of it')
    await until(scene.bot, () => scene.answersIn(threadId).length === 2)
    discord.as(ada.id).edit(said.id, 'In short')
    await scene.answered()
    expect(scene.textsIn(threadId)).toEqual(['Short.'])
  })

  it('is asked once, as it reads then, when it still waits for its turn', async () => {
    const { discord, model, ada, bob } = scene
    const threadId = await thread()
    const { script, goOn } = halting('One', '.')
    model.next(script, saying('Two.'))
    discord.as(ada.id).say(threadId, 'First')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    const second = discord.as(bob.id).say(threadId, 'Sekond')
    discord.as(bob.id).edit(second.id, 'Second')
    const before = model.requests.length
    // The edit is on the same connection as what comes after it.
    discord.as(ada.id).remove(discord.as(ada.id).say(threadId, 'Third').id)
    goOn()
    await scene.answered(2)
    expect(model.requests.length).toBe(before + 1)
    expect(model.requests.at(-1)?.messages.at(-1)?.content).toMatch(/\[from bob\]\nSecond$/)
  })
})

describe('an answer that took long', () => {
  it('is followed by one word to the one who asked, who alone is pinged', async () => {
    const { discord, model, bob } = scene
    const threadId = await thread()
    const pingsBefore = discord.pings.length
    const { script, goOn, tookLong } = halting('One', ', two.')
    model.next(script)
    const said = discord.as(bob.id).say(threadId, 'Count')
    await tookLong()
    goOn()
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(threadId).length === 2)
    const [, word] = scene.answersIn(threadId)
    expect(word?.content).toBe(`-# done, 1 s <@${bob.id}>`)
    expect(word?.referenceId).toBe(said.id)
    const pings = discord.pings.slice(pingsBefore)
    expect(pings).toHaveLength(1)
    expect(JSON.stringify(pings[0])).toContain(bob.id)
    expect(JSON.stringify(pings[0])).not.toContain('"everyone":true')

    // It is no part of the conversation.
    model.next(saying('Yes.'))
    discord.as(bob.id).say(threadId, 'Done?')
    await scene.answered()
    expect(model.requests.at(-1)?.messages.slice(3)).toEqual([
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nCount`,
      },
      { role: 'assistant', content: 'One, two.' },
      { role: 'user', content: '[from bob]\nDone?' },
    ])
  })

  it('says so in the thread of a command, too, once though the connection breaks', async () => {
    const { discord, model, ada } = scene
    const { script, goOn, tookLong } = halting('One', ', two.')
    model.next(script)
    const messageId = await scene.ask(scene.newChannel().id, 'Count')
    await scene.threadOn(messageId)
    const fault = discord.faults.drop(
      { method: 'POST', route: new RegExp(`^/channels/${messageId}/messages`) },
      'after',
    )
    await tookLong()
    goOn()
    await scene.answered()
    await until(scene.bot, () => fault.hits > 0)
    model.next(saying('Yes.'))
    discord.as(ada.id).say(messageId, 'Done?')
    await scene.answered()
    expect(scene.textsIn(messageId)).toEqual([`-# done, 1 s <@${ada.id}>`, 'Yes.'])
  })

  it('can be asked anew in its place where there is no thread', async () => {
    const { discord, model, ada, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    const { script, goOn, tookLong } = halting('One', ', two.')
    model.next(script, saying('Three.'))
    const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'Count' })
    await tookLong()
    goOn()
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(channelId).length === 2)
    const messageId = used.responseMessageId ?? ''
    await discord.as(ada.id).press(messageId, `retry:${used.id}:${ada.id}`)
    await scene.answered()
    expect(scene.textOf(messageId)).toBe('> Count\n\nThree.')
  })

  it('is not announced when it was stopped', async () => {
    const { discord, model, ada } = scene
    const threadId = await thread()
    const { script, tookLong } = halting('One', '.')
    model.next(script, saying('Yes.'))
    const said = discord.as(ada.id).say(threadId, 'Count')
    await tookLong()
    const [answer] = scene.answersIn(threadId)
    await discord.as(ada.id).press(answer?.id ?? '', `stop:${said.id}:${ada.id}`)
    await scene.answered()
    discord.as(ada.id).say(threadId, 'Thanks')
    await scene.answered()
    expect(scene.textsIn(threadId)).toEqual([`One\n-# ⏹️ Stopped.`, 'Yes.'])
  })
})

describe('further pages', () => {
  it('come without a notification', async () => {
    const { model } = scene
    model.next(saying(lines(80)))
    const { id: channelId } = scene.newChannel()
    const messageId = await scene.ask(channelId, 'All')
    await scene.answered()
    const silent = 1 << 12
    expect(scene.answersIn(channelId).map(({ flags }) => flags & silent)).toEqual([0])
    expect(scene.answersIn(messageId).map(({ flags }) => flags & silent)).toEqual([silent])
  })
})

describe('a very long answer', () => {
  it('also comes as a file, on its last page', async () => {
    const { discord, model } = scene
    const text = lines(300)
    model.next(saying(text))
    const messageId = await scene.ask(scene.newChannel().id, 'All')
    await scene.answered()
    const pages = scene.answersIn(messageId)
    expect(pages.map(({ attachments }) => attachments.length)).toEqual([
      ...pages.slice(1).map(() => 0),
      1,
    ])
    const [file] = pages.at(-1)?.attachments ?? []
    expect(file).toMatchObject({ filename: 'answer.md' })
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe(text)
    expect(discord.message(messageId)?.attachments).toEqual([])
  })

  it('comes without a file where files are forbidden', async () => {
    const { discord, model, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'ATTACH_FILES')
    model.next(saying(lines(300)))
    const messageId = await scene.ask(channelId, 'All')
    await scene.answered()
    const pages = scene.answersIn(messageId)
    expect(pages.flatMap(({ attachments }) => attachments)).toEqual([])
    expect(scene.textOf(pages.at(-1)?.id ?? '')).toMatch(/299 word/)
  })
})

describe('a model that declines', () => {
  it('is quoted, and what that is, is said', async () => {
    scene.model.next((answer) => answer.delta({ refusal: 'I cannot.' }).finish('stop').done())
    const messageId = await scene.ask(scene.newChannel().id, 'Please')
    await scene.answered()
    expect(scene.textOf(messageId)).toBe(
      `> Please\n\nI cannot.\n-# ⚠️ The model declined to answer.`,
    )
  })
})

describe('an answer in a thread', () => {
  it('goes on when the thread is archived', async () => {
    const { discord, model, ada } = scene
    const threadId = await thread()
    const { script, goOn } = halting('One', ', two.')
    model.next(script)
    discord.as(ada.id).say(threadId, 'Count')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    discord.as(ada.id).archive(threadId)
    goOn()
    await scene.answered()
    expect(scene.textsIn(threadId)[0]).toBe('One, two.')
  })

  it('leaves a locked thread closed, also where the bot may manage threads', async () => {
    const { discord, model, ada, botUser } = scene
    const threadId = await thread()
    const parentId = discord.thread(threadId)?.parentId ?? ''
    discord.setOverwrite(parentId, { id: botUser.id, allow: ['MANAGE_THREADS'] })
    const { script, goOn } = halting('One', ', two.')
    model.next(script)
    discord.as(ada.id).say(threadId, 'Count')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    discord.faults.lock(threadId)
    discord.faults.archive(threadId)
    goOn()
    await scene.answered()
    expect(discord.thread(threadId)).toMatchObject({ locked: true, archived: true })
  })

  it('ends on the last page that it could write when the thread is locked', async () => {
    const { discord, model, ada } = scene
    const { script, goOn } = halting(`${lines(20)}\n`, lines(80))
    model.next(script)
    const { id: channelId } = scene.newChannel()
    const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'All' })
    const messageId = used.responseMessageId ?? ''
    await scene.threadOn(messageId)
    discord.as(ada.id).lock(messageId)
    goOn()
    await model.requests.at(-1)?.closed
    await scene.answered()
    const text = scene.textOf(messageId)
    expect(text).toMatch(/^> All\n\n0 word/)
    expect(text.endsWith(`\n-# ⚠️ This thread was locked, so the answer ends here.`)).toBe(true)
    expect(text.length).toBeLessThanOrEqual(2_000)
    expect(scene.answersIn(messageId)).toEqual([])
    const { components } = discord.message(messageId) ?? {}
    expect(JSON.stringify(components)).toContain(`retry:${used.id}`)
    expect(JSON.stringify(components)).not.toContain('stop:')
  })
})

describe('all this', () => {
  it('broke no rule of Discord', () => {
    expect(scene.discord.rateLimited).toEqual([])
    expect(scene.violations).toEqual([])
  })
})
