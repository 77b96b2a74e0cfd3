import type { Conversation } from '../../core/conversation/context-window.ts'
import { wholeQuote } from '../../core/conversation/question-quote.ts'
import { type ConversationChannel, toConversationChannel } from '../api/channels.ts'
import { isUserInstall } from '../api/user-install.ts'
import type { DiscordContext } from '../context.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { CommandTarget, type UsedCommand } from './command-target.ts'

/**
 * For the asker alone, or by a user install: the interaction token writes the whole answer, and no
 * conversation goes on from it.
 */
export class DetachedTarget extends CommandTarget {
  readonly queueKey: string
  readonly #isPrivate: boolean
  readonly #conversationChannel: ConversationChannel | undefined

  constructor(command: UsedCommand, context: DiscordContext) {
    super(command, context)
    const { interaction, question } = command
    this.queueKey = interaction.id
    this.#isPrivate = question.isPrivate
    this.#conversationChannel = isUserInstall(interaction)
      ? undefined
      : toConversationChannel(interaction.channel)
  }

  override get isDetached(): boolean {
    return true
  }

  /** A private question in a thread is about what was said there. */
  async loadConversation(): Promise<Conversation | undefined> {
    if (this.#conversationChannel === undefined) return undefined
    return this.context.conversations.inChannel(this.#conversationChannel)
  }

  quote(question: string): string {
    return wholeQuote(question)
  }

  protected async targetForRest(): Promise<MessageTarget> {
    const { targets } = this.context
    return this.#isPrivate
      ? targets.ephemeralFollowUps(this.interaction)
      : targets.followUps(this.interaction)
  }
}
