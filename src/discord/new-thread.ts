import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'
import { questionPages, shortQuote } from '../core/quote.ts'
import { titleOf } from '../core/title.ts'
import { Typewriter } from '../core/typewriter.ts'
import type { Bot } from './bot.ts'
import { channelPlace, type Place } from './place.ts'
import { DiscordReply, type PageAddress, type ShownPage } from './reply.ts'
import type { ThreadParent } from './threads.ts'

/** Whether the bot may open a thread where an interaction was used, and write in it. */
export function mayOpenThreads({
  appPermissions,
}: Pick<BaseInteraction, 'appPermissions'>): boolean {
  const { CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits
  return appPermissions.has([CreatePublicThreads, SendMessagesInThreads])
}

/** For so long the second page waits for a thread that is being opened; then it goes in place. */
const patienceMs = 2_000

/** The thread that opens on an answer once its first words show. */
export class NewThread {
  readonly #channel: ThreadParent
  readonly #question: string
  readonly #bot: Bot
  #opened: Promise<Place | undefined> | undefined

  constructor(channel: ThreadParent, question: string, bot: Bot) {
    this.#channel = channel
    this.#question = question
    this.#bot = bot
  }

  /** To be told of each page; questions that come to the thread wait until the answer has ended. */
  onPage({ messageId, isAnswer }: ShownPage, answered: Promise<void>): void {
    // Only the first page takes a thread, and only where there is something to go on from.
    if (this.#opened !== undefined || !isAnswer) return
    this.#bot.answering.hold(messageId, answered)
    this.#opened = this.#open(messageId)
  }

  /** The thread as a place; `undefined` where there is none, or it takes too long to open. */
  async place(): Promise<Place | undefined> {
    const late = this.#bot.clock.sleep(patienceMs).then(() => undefined)
    return Promise.race([this.#opened, late])
  }

  /** Puts the question there, too, where its quote shows only the beginning. */
  async #open(messageId: string): Promise<Place | undefined> {
    const { threads, rest, log } = this.#bot
    const channelId = this.#channel.id
    try {
      const threadId = await threads.open(this.#channel, messageId, titleOf(this.#question))
      await showQuestion(this.#question, { channelId: threadId, messageId }, this.#bot)
      return channelPlace(rest, threadId)
    } catch (error) {
      log.warn({ error, channelId, messageId }, 'the thread of an answer is missing')
      return undefined
    }
  }
}

/** Puts a question that is too long to quote into its thread, right behind the answer's first page. */
export async function showQuestion(
  question: string,
  { channelId, messageId }: PageAddress,
  { rest, pace, clock }: Bot,
): Promise<void> {
  if (shortQuote(question).whole) return
  const place = channelPlace(rest, channelId)
  const reply = new DiscordReply({
    attempt: `${messageId}q`,
    first: place,
    placeRest: async () => place,
  })
  const pages = questionPages(question)
  const shown = pages.map((text) => ({ text, controls: [], isAnswer: false }))
  await new Typewriter(reply, pace, clock).finish(shown)
}
