import type { AnswerTarget } from '../../answers/answer-target.ts'
import type { Conversation } from '../../core/conversation/context-window.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { Origin } from '../../core/journal.ts'
import type { Reply } from '../../core/reply.ts'
import type { ConversationChannel } from '../api/channels.ts'
import type { DiscordContext } from '../context.ts'
import { buttonFactory } from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { notifyAsker } from '../messages/send-once.ts'
import { TypingIndicator } from '../messages/typing-indicator.ts'

/** A message to answer. */
export interface AskedMessage {
  readonly question: ConversationMessage
  readonly askerId: string
  readonly locale: string
  readonly guildId: string | null
  /** The thread or direct message that it is part of; `undefined` for a reply chain in a channel. */
  readonly conversationChannel: ConversationChannel | undefined
}

/** A reply to the message that asked. */
export class MessageReplyTarget implements AnswerTarget {
  readonly queueKey: string
  readonly origin: Origin
  readonly guildId: string | null
  readonly reply: Reply
  readonly isBatched = true
  readonly isDetached = false
  readonly needsMention: boolean
  readonly #asked: AskedMessage
  readonly #context: DiscordContext
  readonly #typing: TypingIndicator

  constructor(asked: AskedMessage, context: DiscordContext) {
    const { question, askerId, locale, guildId, conversationChannel } = asked
    const { id, channelId } = question
    const { targets, answers, settings } = context
    const reference = { trigger: id, askerId }
    this.#asked = asked
    this.#context = context
    this.#typing = new TypingIndicator(channelId, context)
    // Reply chains stand beside each other in a channel, so each question there has a queue of its own.
    this.queueKey = conversationChannel?.channelId ?? id
    this.origin = { kind: 'message', channelId, messageId: id }
    this.guildId = guildId
    this.needsMention = !settings.readsMessages && guildId !== null
    this.reply = new DiscordReply({
      attempt: id,
      first: targets.channel(channelId, id),
      button: buttonFactory(reference, locale),
      targetForRest: async (first) =>
        conversationChannel
          ? targets.channel(channelId)
          : targets.channel(channelId, first.messageId),
      onPage: (page) => {
        this.stopTyping()
        answers.addPage({ attempt: id, trigger: id }, page)
      },
    })
  }

  loadConversation(): Promise<Conversation> {
    const { question, conversationChannel } = this.#asked
    const { conversations } = this.#context
    return conversationChannel
      ? conversations.inChannel(conversationChannel)
      : conversations.inChain(question)
  }

  startTyping(): void {
    this.#typing.start()
  }

  stopTyping(): void {
    this.#typing.stop()
  }

  notify(text: string): Promise<void> {
    const { question, askerId } = this.#asked
    const { id: attempt, channelId } = question
    const target = this.#context.targets.channel(channelId, attempt)
    return notifyAsker(target, { attempt, askerId, text }, this.#context)
  }
}
