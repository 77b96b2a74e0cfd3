import { type ButtonInteraction, MessageFlags } from 'discord.js'
import type { AnswerTarget } from '../../answers/answer-target.ts'
import type { Conversation } from '../../core/conversation/context-window.ts'
import type { Origin } from '../../core/journal.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import type { Reply } from '../../core/reply.ts'
import type { DiscordContext } from '../context.ts'
import type { EndedAnswer } from '../history/find-answer.ts'
import type { QuestionReference } from '../messages/components.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { notifyAsker, sendEphemeral } from '../messages/send-once.ts'

/** A pressed button, and the answer that it belongs to. */
export interface ButtonPress {
  readonly interaction: ButtonInteraction
  readonly question: QuestionReference
  readonly found: EndedAnswer
}

/** The message that asked; `undefined` where a command asked. */
export function questionMessageId({ exchange }: EndedAnswer): string | undefined {
  return exchange.question === undefined ? undefined : exchange.trigger
}

/** The address of an answer's first page. */
export function firstPageOf({ pages: [first] }: EndedAnswer): MessageAddress | undefined {
  return first && { channelId: first.channelId, messageId: first.id }
}

/** The target of an answer to a pressed Retry or Continue. */
export abstract class ButtonTarget implements AnswerTarget {
  abstract readonly reply: Reply
  readonly queueKey: string
  readonly origin: Origin
  readonly guildId: string | null
  readonly isBatched = false
  readonly isDetached: boolean
  readonly needsMention = false
  protected readonly press: ButtonPress
  protected readonly context: DiscordContext

  constructor(press: ButtonPress, context: DiscordContext) {
    const { interaction, question, found } = press
    const { applicationId, channelId, guildId, token } = interaction
    this.press = press
    this.context = context
    this.queueKey = found.conversationChannel?.channelId ?? question.trigger
    this.origin = { kind: 'interaction', channelId, applicationId, token }
    this.guildId = guildId
    this.isDetached = found.isDetached
  }

  loadConversation(): Promise<Conversation> {
    return this.press.found.loadConversation()
  }

  async notify(text: string): Promise<void> {
    const { interaction, question, found } = this.press
    if (found.isDetached) return
    const channelId = found.conversationChannel?.channelId ?? interaction.channelId
    const target = this.context.targets.channel(channelId, questionMessageId(found))
    const notice = { attempt: interaction.id, askerId: question.askerId, text }
    await notifyAsker(target, notice, this.context)
  }

  sendEphemeral(text: string): Promise<void> {
    return sendEphemeral(this.press.interaction, text, this.context)
  }

  protected addPage(page: MessageAddress): void {
    const { interaction, question } = this.press
    this.context.answers.addPage({ attempt: interaction.id, trigger: question.trigger }, page)
  }

  /** The target of pages behind `first`. In a reply chain they reply to it, so that they are found again. */
  protected restBehind(first: MessageAddress): MessageTarget {
    const { interaction, found } = this.press
    const { targets } = this.context
    if (found.isDetached) {
      const isEphemeral = interaction.message.flags.has(MessageFlags.Ephemeral)
      return isEphemeral ? targets.ephemeralFollowUps(interaction) : targets.followUps(interaction)
    }
    const { conversationChannel } = found
    if (conversationChannel) return targets.channel(conversationChannel.channelId)
    return targets.channel(first.channelId, first.messageId)
  }
}
