import { type APIMessage, DefaultRestOptions, Routes } from 'discord.js'
import { type Discord, startDiscord } from 'discord-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock as clock } from '../../src/clock.ts'
import type { Journal, UnfinishedAnswer } from '../../src/core/journal.ts'
import { EditPacer } from '../../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../../src/core/rate-limit/global-limit.ts'
import { createDiscord, type DiscordApi } from '../../src/discord/api/client.ts'
import { RequestGuard } from '../../src/discord/api/request-guard.ts'
import { buttonFactory } from '../../src/discord/messages/components.ts'
import { MessageTargets } from '../../src/discord/messages/message-target.ts'
import { recoverAnswers } from '../../src/discord/recover-answers.ts'

const notice = 'The bot was stopped while it was answering. Please ask again.'

let discord: Discord
let api: DiscordApi
let channelId: string
let adaId: string
const ended: string[] = []
const warnings: object[] = []

beforeEach(async () => {
  discord = await startDiscord()
  const bot = discord.addBot({ name: 'Platen' })
  adaId = discord.addUser({ name: 'ada' }).id
  const guild = discord.addGuild({ name: 'Guild', owner: adaId })
  discord.addMember(guild.id, bot.id)
  channelId = discord.addChannel(guild.id, { name: 'general' }).id
  const { makeRequest } = DefaultRestOptions
  const refuse = () => {
    throw new Error('Discord refuses the test')
  }
  ;({ api } = createDiscord(
    { apiUrl: discord.apiUrl, readsMessages: true },
    {
      globalLimit: new GlobalRateLimit(clock),
      guard: new RequestGuard({ clock, makeRequest, onTokenRefused: refuse, onCoolDown: refuse }),
      // Nobody connects to the gateway here.
      buildShards: refuse,
    },
  ))
  api.rest.setToken(bot.token)
  ended.length = 0
  warnings.length = 0
})
afterEach(() => discord.close())

/** What an earlier process left: a question of Ada, and pages that it was typing. */
async function leftBehind(...pages: readonly string[]): Promise<UnfinishedAnswer> {
  const { id } = discord.as(adaId).say(channelId, 'Well?')
  const button = buttonFactory({ trigger: id, askerId: adaId }, 'en-US')
  const written: APIMessage[] = []
  for (const [index, content] of pages.entries()) {
    const isLast = index === pages.length - 1
    const components = isLast ? [{ type: 1, components: [button('stop')] }] : []
    const reference = { message_reference: { message_id: id }, allowed_mentions: { parse: [] } }
    const body = { content, components, ...reference }
    written.push((await api.rest.post(Routes.channelMessages(channelId), { body })) as APIMessage)
  }
  return {
    ...{ attempt: id, trigger: id, askerId: adaId, locale: 'en-US' },
    origin: { kind: 'message', channelId, messageId: id },
    pages: written.map((page) => ({ channelId, messageId: page.id })),
  }
}

async function recover(...answers: readonly UnfinishedAnswer[]): Promise<void> {
  const journal: Journal = {
    claim: () => true,
    start: () => undefined,
    addPage: () => undefined,
    end: (attempt) => ended.push(attempt),
    unfinished: () => answers,
  }
  const pacer = new EditPacer(clock, new GlobalRateLimit(clock))
  const ignore = () => undefined
  const targets = new MessageTargets({ api, onMessage: ignore, onMessageDeleted: ignore })
  const log = { warn: (details: object) => warnings.push(details) }
  await recoverAnswers(answers, { api, targets, journal, log, pacer, clock })
}

const shown = () =>
  discord
    .messages(channelId)
    .filter(({ authorId }) => authorId !== adaId)
    .map(({ content, components }) => [content, JSON.stringify(components).includes('stop:')])

describe('answers that an earlier process left behind', () => {
  it('end below their text, and lose their Stop button', async () => {
    const answer = await leftBehind('Half an')
    await recover(answer)
    expect(shown()).toEqual([[`Half an\n-# ⚠️ ${notice}`, false]])
    expect(ended).toEqual([answer.attempt])
    expect(discord.pings).toEqual([])
  })

  it('end on the page that was growing, and leave the pages before it alone', async () => {
    await recover(await leftBehind('A full page', 'Half a page'))
    expect(shown()).toEqual([
      ['A full page', false],
      [`Half a page\n-# ⚠️ ${notice}`, false],
    ])
  })

  it('get a message of their own where none of theirs shows', async () => {
    await recover(await leftBehind())
    expect(shown()).toEqual([[`-# ⚠️ ${notice}`, false]])
  })

  it('end in a page that was created and not recorded, and not twice', async () => {
    const answer = await leftBehind('Half an')
    await recover({ ...answer, pages: [] })
    expect(shown()).toEqual([[`Half an\n-# ⚠️ ${notice}`, false]])
  })

  it('do not keep others from their end where they cannot be reached', async () => {
    const [gone, other] = [await leftBehind('Gone'), await leftBehind('Half an')]
    discord.faults.deleteMessage(gone.pages[0]?.messageId ?? '')
    await recover(gone, other)
    expect(shown()).toEqual([[`Half an\n-# ⚠️ ${notice}`, false]])
    expect(ended).toEqual([gone.attempt, other.attempt])
    expect(warnings).toMatchObject([{ trigger: gone.trigger }])
  })
})
