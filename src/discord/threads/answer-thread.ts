import type { AnswerOutcome } from '../../core/answer/ending.ts'
import type { Clock } from '../../core/clock.ts'
import { questionPages, shortQuote } from '../../core/conversation/question-quote.ts'
import { threadTitle } from '../../core/conversation/thread-title.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import type { ThreadParent } from '../api/channels.ts'
import type { ShownPage } from '../messages/discord-reply.ts'
import type { MessageTarget, MessageTargets } from '../messages/message-target.ts'
import { type SendServices, sendOnce } from '../messages/send-once.ts'
import type { RenameThread } from './rename-thread.ts'
import type { ThreadCreator, ThreadSettings } from './thread-creator.ts'
import type { ThreadMembership } from './thread-membership.ts'

/** How long the second page waits for a thread that is being opened. Then it goes into the channel. */
const maxWaitMs = 2_000

/** The answer that a thread is opened for. */
export interface ThreadOpening {
  readonly channel: ThreadParent
  readonly question: string
  readonly askerId: string
  /** The model that was chosen for the conversation. */
  readonly model?: string | undefined
}

export interface ThreadServices extends SendServices {
  readonly threads: ThreadCreator
  readonly membership: Pick<ThreadMembership, 'add' | 'noteOpened'>
  readonly conversations: { startThread(messageId: string): void; forget(channelId: string): void }
  readonly answers: { holdUntil(key: string, done: Promise<void>): void }
  readonly targets: MessageTargets
  /** Gives threads better names; `undefined` where they keep the words of the question. */
  readonly renameThread: RenameThread | undefined
  readonly settings: { readonly threadArchiveMinutes: ThreadSettings['archiveMinutes'] }
  readonly log: { warn(details: object, message: string): void }
}

/** The thread that opens on an answer once its first text shows. */
export class AnswerThread {
  readonly #opening: ThreadOpening
  readonly #services: ThreadServices
  #opened: Promise<MessageTarget | undefined> | undefined
  #threadId: string | undefined

  constructor(opening: ThreadOpening, services: ThreadServices) {
    this.#opening = opening
    this.#services = services
  }

  /** Opens the thread on the first page with text. Questions in it wait until `answered` resolves. */
  onPage({ messageId, isAnswer }: ShownPage, answered: Promise<void>): void {
    if (this.#opened !== undefined || !isAnswer) return
    this.#services.answers.holdUntil(messageId, answered)
    this.#opened = this.#open(messageId)
  }

  /** The open thread; `undefined` where there is none or it takes too long. */
  async target(): Promise<MessageTarget | undefined> {
    const late = this.#services.clock.sleep(maxWaitMs).then(() => undefined)
    return Promise.race([this.#opened, late])
  }

  /** Gives the thread a better name, where that is set. */
  onEnd({ text }: AnswerOutcome): void {
    const { renameThread, log } = this.#services
    if (renameThread === undefined || text.trim() === '') return
    const { question, model } = this.#opening
    void this.#opened?.then(async () => {
      const threadId = this.#threadId
      if (threadId === undefined) return
      await renameThread(threadId, { question, answer: text, model }).catch((error: unknown) =>
        log.warn({ error, threadId }, 'a thread kept its first name'),
      )
    })
  }

  async #open(messageId: string): Promise<MessageTarget | undefined> {
    const { channel, question, askerId } = this.#opening
    const { threads, membership, conversations, targets, settings, log } = this.#services
    const archiveMinutes = channel.defaultAutoArchiveDuration ?? settings.threadArchiveMinutes
    // A person can write in the thread before the request to open it returns.
    conversations.startThread(messageId)
    try {
      const name = threadTitle(question)
      this.#threadId = await threads.open(channel, messageId, { name, archiveMinutes })
      membership.noteOpened(messageId)
      void this.#addAsker(askerId, messageId)
      await sendQuestion(question, { channelId: messageId, messageId }, this.#services)
      return targets.channel(messageId)
    } catch (error) {
      conversations.forget(messageId)
      log.warn({ error, channelId: channel.id, messageId }, 'the thread of an answer is missing')
      return undefined
    }
  }

  /** Puts the thread into the asker's list of threads, and notifies the asker of messages in it. */
  async #addAsker(userId: string, threadId: string): Promise<void> {
    const { membership, log } = this.#services
    try {
      await membership.add(threadId, userId)
    } catch (error) {
      log.warn({ error, threadId }, 'the asker could not be added to the thread')
    }
  }
}

/** Sends a question that is too long to quote into its conversation, behind the answer's first page. */
export async function sendQuestion(
  question: string,
  { channelId, messageId }: MessageAddress,
  services: SendServices & { readonly clock: Clock; readonly targets: MessageTargets },
): Promise<void> {
  if (shortQuote(question).isWhole) return
  const target = services.targets.channel(channelId)
  const texts = questionPages(question)
  await sendOnce(target, { attempt: messageId, purpose: 'question', texts }, services)
}
