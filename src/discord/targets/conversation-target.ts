import type { Conversation } from '../../core/conversation/context-window.ts'
import { shortQuote } from '../../core/conversation/question-quote.ts'
import type { ConversationChannel } from '../api/channels.ts'
import { canSend } from '../api/permissions.ts'
import type { DiscordContext } from '../context.ts'
import type { ShownPage } from '../messages/discord-reply.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { sendQuestion } from '../threads/answer-thread.ts'
import { CommandTarget, type UsedCommand } from './command-target.ts'

/** A thread or direct message, whose conversation goes on. */
export class ConversationTarget extends CommandTarget {
  readonly queueKey: string
  readonly #question: string
  readonly #conversationChannel: ConversationChannel
  #isTurn = false
  #questionSent: Promise<void> | undefined

  constructor(
    command: UsedCommand,
    conversationChannel: ConversationChannel,
    context: DiscordContext,
  ) {
    super(command, context)
    this.queueKey = conversationChannel.channelId
    this.#question = command.question.text
    this.#conversationChannel = conversationChannel
  }

  override get needsMention(): boolean {
    return !this.context.settings.readsMessages && this.guildId !== null
  }

  quote(question: string): string {
    return shortQuote(question).text
  }

  loadConversation(): Promise<Conversation> {
    return this.context.conversations.inChannel(this.#conversationChannel)
  }

  onTurn(): void {
    this.#isTurn = true
    this.#sendQuestion()
  }

  protected override onPage(page: ShownPage): void {
    super.onPage(page)
    this.#sendQuestion()
  }

  protected async targetForRest(): Promise<MessageTarget> {
    await this.#questionSent
    return this.#target
  }

  notify(text: string): Promise<void> {
    return this.notifyIn(this.#target, text)
  }

  sendEphemeral(text: string): Promise<void> {
    return this.tellAsker(text)
  }

  get #target(): MessageTarget {
    const { targets } = this.context
    return canSend(this.interaction)
      ? targets.channel(this.#conversationChannel.channelId)
      : targets.followUps(this.interaction)
  }

  /**
   * The whole question stands right behind the first page. Not before its turn, because other answers
   * are typed until then.
   */
  #sendQuestion(): void {
    if (!this.#isTurn || this.firstPage === undefined) return
    this.#questionSent ??= sendQuestion(this.#question, this.firstPage, this.context)
  }
}
