import type { AnswerOutcome } from '../../core/answer/ending.ts'
import { shortQuote } from '../../core/conversation/question-quote.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import type { ThreadParent } from '../api/channels.ts'
import type { DiscordContext } from '../context.ts'
import type { ShownPage } from '../messages/discord-reply.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { AnswerThread } from '../threads/answer-thread.ts'
import { CommandTarget, type UsedCommand } from './command-target.ts'

/** A thread that opens on the answer: the first page stands in the channel, the rest in the thread. */
export class NewThreadTarget extends CommandTarget {
  readonly queueKey: string
  readonly #thread: AnswerThread
  readonly #ended = Promise.withResolvers<void>()

  constructor(command: UsedCommand, channel: ThreadParent, context: DiscordContext) {
    super(command, context)
    const { interaction, question } = command
    const { text, model } = question
    const opening = { channel, question: text, askerId: interaction.user.id, model }
    this.queueKey = interaction.id
    this.#thread = new AnswerThread(opening, context)
  }

  override get needsMention(): boolean {
    return !this.context.settings.readsMessages
  }

  /** The bot edits its first page and writes in the thread without the token. */
  protected override get needsToken(): boolean {
    return false
  }

  quote(question: string): string {
    return shortQuote(question).text
  }

  protected override onPage(page: ShownPage): void {
    super.onPage(page)
    this.#thread.onPage(page, this.#ended.promise)
  }

  protected async targetForRest(first?: MessageAddress): Promise<MessageTarget> {
    return (await this.#thread.target()) ?? this.inPlace(first)
  }

  onEnd(outcome: AnswerOutcome): void {
    this.#thread.onEnd(outcome)
  }

  async notify(text: string): Promise<void> {
    await this.notifyIn(await this.targetForRest(this.firstPage), text)
  }

  sendEphemeral(text: string): Promise<void> {
    return this.tellAsker(text)
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]()
    this.#ended.resolve()
  }
}
