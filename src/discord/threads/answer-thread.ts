import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'
import type { AnswerOutcome } from '../../core/answer/ending.ts'
import { Typewriter } from '../../core/answer/typewriter.ts'
import { questionPages, shortQuote } from '../../core/conversation/question-quote.ts'
import { threadTitle } from '../../core/conversation/thread-title.ts'
import type { Bot } from '../context.ts'
import { DiscordReply, type PageAddress, type ShownPage } from '../messages/discord-reply.ts'
import type { Place } from '../messages/message-target.ts'
import { renameByModel } from './rename-thread.ts'
import type { ThreadParent } from './thread-creator.ts'

/** Whether the bot may open a thread where an interaction was used, and write in it. */
export function mayOpenThreads({
  appPermissions,
}: Pick<BaseInteraction, 'appPermissions'>): boolean {
  const { CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits
  return appPermissions.has([CreatePublicThreads, SendMessagesInThreads])
}

/** For so long the second page waits for a thread that is being opened; then it goes in place. */
const patienceMs = 2_000

/** What a thread is opened for. */
export interface Opening {
  readonly channel: ThreadParent
  readonly question: string
  readonly askerId: string
  /** The model that was chosen for the conversation. */
  readonly model?: string | undefined
}

/** The thread that opens on an answer once its first words show. */
export class NewThread {
  readonly #opening: Opening
  readonly #bot: Bot
  #opened: Promise<Place | undefined> | undefined
  #threadId: string | undefined

  constructor(opening: Opening, bot: Bot) {
    this.#opening = opening
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

  /** To be told when the answer has ended: the thread may get a better name then. */
  onAnswered({ text }: AnswerOutcome): void {
    const { settings, log } = this.#bot
    if (settings.titles !== 'model' || text.trim() === '') return
    const { question, model } = this.#opening
    void this.#opened?.then(async () => {
      const threadId = this.#threadId
      if (threadId === undefined) return
      await renameByModel(threadId, { question, answer: text, model }, this.#bot).catch(
        (error: unknown) => log.warn({ error, threadId }, 'a thread kept its first name'),
      )
    })
  }

  /** Puts the question there, too, where its quote shows only the beginning. */
  async #open(messageId: string): Promise<Place | undefined> {
    const { channel, question, askerId } = this.#opening
    const { threads, conversations, places, settings, log } = this.#bot
    const channelId = channel.id
    const archiveMinutes = channel.defaultAutoArchiveDuration ?? settings.threadArchiveMinutes
    // From the first moment on: who is quick may write there before this goes on.
    conversations.begin(messageId)
    try {
      const name = threadTitle(question)
      this.#threadId = await threads.open(channel, messageId, { name, archiveMinutes })
      this.#bot.membership.noteOpened(messageId)
      void this.#add(askerId, messageId)
      await showQuestion(question, { channelId: messageId, messageId }, this.#bot)
      return places.channel(messageId)
    } catch (error) {
      conversations.forget(messageId)
      log.warn({ error, channelId, messageId }, 'the thread of an answer is missing')
      return undefined
    }
  }

  /** The thread stands among those of who asked, who hears of what is said there. */
  async #add(userId: string, threadId: string): Promise<void> {
    const { membership, log } = this.#bot
    try {
      await membership.add(threadId, userId)
    } catch (error) {
      log.warn({ error, threadId }, 'who asked could not be added to the thread')
    }
  }
}

/** Puts a question that is too long to quote into its thread, right behind the answer's first page. */
export async function showQuestion(
  question: string,
  { channelId, messageId }: PageAddress,
  { places, pacer, clock }: Bot,
): Promise<void> {
  if (shortQuote(question).isWhole) return
  const place = places.channel(channelId)
  const reply = new DiscordReply({
    attempt: `${messageId}q`,
    first: place,
    placeRest: async () => place,
  })
  const pages = questionPages(question)
  const shown = pages.map((text) => ({ text, buttons: [], isAnswer: false }))
  await new Typewriter(reply, pacer, clock).finish(shown)
}
