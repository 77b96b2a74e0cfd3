import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { describe, expect, it } from 'vitest'
import type { ButtonKind, RateLimitKey } from '../../../src/core/reply.ts'
import { buttonFactory } from '../../../src/discord/messages/components.ts'
import { DiscordReply } from '../../../src/discord/messages/discord-reply.ts'
import type {
  CreateOptions,
  MessageBody,
  MessageTarget,
  SentMessage,
} from '../../../src/discord/messages/message-target.ts'

/** A place that notes what is asked of it and does what the test says, once each. */
class FakePlace implements MessageTarget {
  readonly createLimit: RateLimitKey
  readonly editLimit: RateLimitKey
  readonly asked: string[] = []
  readonly next: (Error | Partial<SentMessage>)[] = []
  deduplicates = true

  constructor(name: string) {
    this.createLimit = { bucket: `${name}:create`, isGlobal: true }
    this.editLimit = { bucket: `${name}:edit`, isGlobal: true }
  }

  async create(
    { text, buttons }: MessageBody,
    { nonce, isSilent }: CreateOptions,
  ): Promise<SentMessage> {
    return this.#ask(`create ${text}${marks(buttons)} (${nonce}${isSilent ? ', silent' : ''})`, {
      id: '500',
      channelId: '400',
      text,
      buttons: buttons.length,
      rateLimit: undefined,
    })
  }

  async edit(messageId: string, { text, buttons, file }: MessageBody): Promise<SentMessage> {
    const mark = file === undefined ? '' : ' + file'
    return this.#ask(`edit ${messageId}: ${text}${marks(buttons)}${mark}`, {
      id: messageId,
      channelId: '400',
      text,
      buttons: buttons.length,
      rateLimit: undefined,
    })
  }

  async delete(messageId: string): Promise<void> {
    this.#note(`delete ${messageId}`)
  }

  async reopen(): Promise<void> {
    this.#note('reopen')
  }

  #ask(what: string, usual: SentMessage): SentMessage {
    return { ...usual, ...this.#note(what) }
  }

  #note(what: string): Partial<SentMessage> {
    this.asked.push(what)
    const outcome = this.next.shift() ?? {}
    if (outcome instanceof Error) throw outcome
    return outcome
  }
}

function marks(buttons: MessageBody['buttons']): string {
  const labels = buttons.map((button) => ('custom_id' in button ? button.custom_id : ''))
  return labels.length > 0 ? ` [${labels.join(' ')}]` : ''
}

function apiError(status: number, code: number): DiscordAPIError {
  const request = { files: undefined, body: undefined }
  return new DiscordAPIError({ code, message: 'No' }, code, status, 'PATCH', '/', request)
}

const serverError = new HTTPError(502, 'Bad Gateway', 'PATCH', '/', {})

function rateLimit(retryAfter: number): RateLimitError {
  const data = {
    timeToReset: retryAfter,
    limit: 5,
    method: 'PATCH',
    hash: 'h',
    url: '/',
    route: '/',
  }
  const rest = { majorParameter: '1', global: false, sublimitTimeout: 0, scope: 'user' as const }
  return new RateLimitError({ ...data, ...rest, retryAfter })
}

const page = (text: string, buttons: readonly ButtonKind[] = []) => ({
  text,
  buttons,
  isAnswer: true,
})

function scene() {
  const first = new FakePlace('first')
  const rest = new FakePlace('rest')
  const own = new FakePlace('own')
  const made: string[] = []
  let placed = 0
  const reply = new DiscordReply({
    attempt: '42',
    first,
    firstAsBot: own,
    button: buttonFactory({ trigger: '42', askerId: '7' }, 'en-US'),
    onPage: ({ messageId }) => made.push(messageId),
    targetForRest: async ({ messageId }) => {
      expect(messageId).toBe('500')
      placed += 1
      return rest
    },
  })
  return { first, rest, own, reply, made, placed: () => placed }
}

describe('DiscordReply', () => {
  it('creates each page once and edits it from then on', async () => {
    const { first, rest, reply, made, placed } = scene()
    expect(reply.rateLimitKey(0).bucket).toBe('first:create')
    await reply.put(0, page('a'))
    expect(reply.rateLimitKey(0).bucket).toBe('first:edit')
    await reply.put(0, page('ab'))
    // Where it goes is not known before: its turn comes when its limits are.
    expect(await reply.put(1, page('c'))).toMatchObject({ kind: 'later', afterMs: 0 })
    expect(reply.rateLimitKey(1).bucket).toBe('rest:create')
    await reply.put(1, page('c'))
    await reply.put(2, page('d'))
    await reply.put(1, page('cc'))
    expect(first.asked).toEqual(['create a (42-0)', 'edit 500: ab'])
    expect(rest.asked).toEqual([
      'create c (42-1, silent)',
      'create d (42-2, silent)',
      'edit 500: cc',
    ])
    expect(made).toEqual(['500', '500', '500'])
    expect(placed()).toBe(1)
  })

  it('has the button on pages that can be stopped, and takes it away again', async () => {
    const { first, reply } = scene()
    await reply.put(0, page('a', ['stop']))
    await reply.put(0, page('a'))
    expect(first.asked).toEqual(['create a [stop:42:7] (42-0)', 'edit 500: a'])
  })

  it('repeats a create under the same nonce when nobody knows what became of it', async () => {
    const { first, reply } = scene()
    first.next.push(new Error('other side closed'))
    expect(await reply.put(0, page('a'))).toMatchObject({ kind: 'later' })
    // Discord gives back the message that the first attempt made.
    first.next.push({ text: 'a' })
    expect(await reply.put(0, page('ab'))).toMatchObject({ kind: 'later', afterMs: 0 })
    expect(await reply.put(0, page('ab'))).toMatchObject({ kind: 'shown' })
    expect(first.asked).toEqual(['create a (42-0)', 'create ab (42-0)', 'edit 500: ab'])
  })

  it('takes a button away that came back with the message of an earlier attempt', async () => {
    const { first, reply } = scene()
    first.next.push(new Error('other side closed'))
    await reply.put(0, page('a', ['stop']))
    first.next.push({ buttons: 1 })
    expect(await reply.put(0, page('a'))).toMatchObject({ kind: 'later', afterMs: 0 })
    expect(await reply.put(0, page('a'))).toMatchObject({ kind: 'shown' })
    expect(first.asked.at(-1)).toBe('edit 500: a')
  })

  it('does not repeat a create where Discord cannot tell it from a second message', async () => {
    const { rest, reply } = scene()
    rest.deduplicates = false
    await reply.put(0, page('a'))
    await reply.put(1, page('b'))
    rest.next.push(rateLimit(3_000), new Error('other side closed'))
    expect(await reply.put(1, page('b'))).toMatchObject({ kind: 'later', afterMs: 3_000 })
    expect(await reply.put(1, page('b'))).toMatchObject({ kind: 'gone' })
  })

  it('goes on as the bot’s own when the token of the interaction has died', async () => {
    const { first, own, reply } = scene()
    await reply.put(0, page('a'))
    first.next.push(apiError(401, 50_027))
    expect(await reply.put(0, page('ab'))).toMatchObject({ kind: 'later', afterMs: 0 })
    expect(await reply.put(0, page('ab'))).toMatchObject({ kind: 'shown' })
    expect(own.asked).toEqual(['edit 500: ab'])
    expect(reply.rateLimitKey(0).bucket).toBe('own:edit')
  })

  it('tells what time may heal from what is final', async () => {
    const { first, reply } = scene()
    await reply.put(0, page('a'))
    first.next.push(serverError, rateLimit(2_000), rateLimit(0), apiError(404, 10_008))
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'later', afterMs: undefined })
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'later', afterMs: 2_000 })
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'later', afterMs: 1_000 })
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'gone', why: 'deleted' })
  })

  it('says why Discord takes no more', async () => {
    const { rest, reply } = scene()
    await reply.put(0, page('a'))
    await reply.put(1, page('b'))
    rest.next.push(apiError(400, 160_005), apiError(403, 50_013), apiError(400, 50_035))
    expect(await reply.put(1, page('b'))).toMatchObject({ kind: 'gone', why: 'locked' })
    expect(await reply.put(1, page('b'))).toMatchObject({ kind: 'gone', why: 'forbidden' })
    expect(await reply.put(1, page('b'))).toMatchObject({ kind: 'gone', why: 'rejected' })
  })

  it('opens a thread again that was archived, but not twice, and not one that is locked', async () => {
    const { first, reply } = scene()
    await reply.put(0, page('a'))
    first.next.push(apiError(400, 50_083))
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'later', afterMs: 1_000 })
    expect(first.asked.at(-1)).toBe('reopen')
    first.next.push(apiError(400, 50_083))
    expect(await reply.put(0, page('b'))).toMatchObject({ kind: 'gone', why: 'locked' })
    expect(first.asked.at(-1)).toBe('edit 500: b')

    const locked = scene()
    await locked.reply.put(0, page('a'))
    locked.first.next.push(apiError(400, 50_083), apiError(403, 50_013))
    expect(await locked.reply.put(0, page('b'))).toMatchObject({ kind: 'gone', why: 'locked' })
  })

  it('takes the messages that there are, and trims those that are too many', async () => {
    const [first, rest] = [new FakePlace('first'), new FakePlace('rest')]
    const shown: string[] = []
    const reply = new DiscordReply({
      attempt: '42',
      first,
      targetForRest: async () => rest,
      pages: [
        { channelId: '400', messageId: '1', target: first },
        { channelId: '400', messageId: '2', target: rest },
        { channelId: '400', messageId: '3', target: rest },
      ],
      onPage: ({ messageId }) => shown.push(messageId),
    })
    await reply.put(0, page('a'))
    await reply.put(0, page('ab'))
    expect(shown).toEqual(['1'])
    rest.next.push(apiError(404, 10_008))
    expect(await reply.trim(1)).toMatchObject({ kind: 'shown' })
    expect(first.asked).toEqual(['edit 1: a', 'edit 1: ab'])
    // The one that somebody else had deleted is no reason to stop.
    expect(rest.asked).toEqual(['delete 3', 'delete 2'])
    expect(reply.rateLimitKey(1).bucket).toBe('create:42')
  })

  it('leaves a file away that is not allowed', async () => {
    const { first, reply } = scene()
    await reply.put(0, page('a'))
    first.next.push(apiError(403, 50_013))
    const last = { ...page('ab'), wholeText: 'ab' }
    expect(await reply.put(0, last)).toMatchObject({ kind: 'later', afterMs: 1_000 })
    expect(await reply.put(0, last)).toMatchObject({ kind: 'shown' })
    expect(first.asked.slice(1)).toEqual(['edit 500: ab + file', 'edit 500: ab'])
  })

  it('tries again to trim what could not be deleted', async () => {
    const { first, rest } = scene()
    const pages = ['1', '2'].map((messageId) => ({ channelId: '400', messageId, target: rest }))
    const reply = new DiscordReply({ attempt: '42', first, targetForRest: async () => rest, pages })
    rest.next.push(serverError)
    expect(await reply.trim(1)).toMatchObject({ kind: 'later' })
    expect(await reply.trim(1)).toMatchObject({ kind: 'shown' })
    expect(rest.asked).toEqual(['delete 2', 'delete 2'])
  })
})
