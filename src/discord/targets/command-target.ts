import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js'
import type { AnswerTarget } from '../../answers/answer-target.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { Origin } from '../../core/journal.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import type { Reply } from '../../core/reply.ts'
import { canSend } from '../api/permissions.ts'
import type { DiscordContext } from '../context.ts'
import { buttonFactory } from '../messages/components.ts'
import { DiscordReply, type ShownPage } from '../messages/discord-reply.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { notifyAsker, sendEphemeral } from '../messages/send-once.ts'
import { tokenDeadline } from './token-deadline.ts'

export type CommandInteraction = ChatInputCommandInteraction | ModalSubmitInteraction

/** The question of a command, from its options or from the modal that it opened. */
export interface CommandQuestion {
  readonly text: string
  /** The chosen model. */
  readonly model?: string | undefined
  /** Whether only the asker sees the answer. */
  readonly isPrivate: boolean
  /** The message that it asks about; `null`: it is gone. */
  readonly about?: (MessageAddress & { readonly message: ConversationMessage | null }) | undefined
}

/** A command that was used. */
export interface UsedCommand {
  readonly interaction: CommandInteraction
  readonly question: CommandQuestion
  readonly acknowledged: Promise<void>
}

/**
 * Where the answer to a command goes. The original response to the interaction holds the first page;
 * each kind of target decides about the rest. Dispose it when the answer has ended.
 */
export abstract class CommandTarget implements AnswerTarget, Disposable {
  abstract readonly queueKey: string
  readonly origin: Origin
  readonly guildId: string | null
  readonly reply: Reply
  readonly isBatched = false
  readonly acknowledged: Promise<void>
  protected readonly interaction: CommandInteraction
  protected readonly context: DiscordContext
  /** The first page, once it exists. */
  protected firstPage: MessageAddress | undefined
  readonly #deadline: ReturnType<typeof tokenDeadline> | undefined

  constructor({ interaction, acknowledged }: UsedCommand, context: DiscordContext) {
    const { id, user, locale, channelId, guildId, applicationId, token } = interaction
    this.interaction = interaction
    this.context = context
    this.acknowledged = acknowledged
    this.guildId = guildId
    this.origin = { kind: 'interaction', channelId: channelId ?? '', applicationId, token }
    this.#deadline = this.needsToken
      ? tokenDeadline(Date.now() - interaction.createdTimestamp, context.clock)
      : undefined
    this.reply = new DiscordReply({
      attempt: id,
      first: context.targets.originalResponse(interaction),
      firstAsBot:
        this.isDetached || channelId === null ? undefined : context.targets.channel(channelId),
      button: buttonFactory({ trigger: id, askerId: user.id }, locale),
      targetForRest: (first) => this.targetForRest(first),
      onPage: (page) => this.onPage(page),
    })
  }

  /** The question as the answer's header quotes it. */
  abstract quote(question: string): string

  /** The target of the second page and all later ones. */
  protected abstract targetForRest(first: MessageAddress): Promise<MessageTarget>

  get deadline(): AbortSignal | undefined {
    return this.#deadline?.signal
  }

  /** Whether only the interaction token leads to the answer. */
  get isDetached(): boolean {
    return false
  }

  get needsMention(): boolean {
    return false
  }

  /** Whether the answer has to end before the interaction token expires, which alone can write it. */
  protected get needsToken(): boolean {
    return this.isDetached || !canSend(this.interaction)
  }

  protected onPage(page: ShownPage): void {
    const { id } = this.interaction
    this.firstPage ??= page
    this.context.answers.addPage({ attempt: id, trigger: id }, page)
  }

  protected notifyIn(target: MessageTarget, text: string): Promise<void> {
    const { id: attempt, user } = this.interaction
    return notifyAsker(target, { attempt, askerId: user.id, text }, this.context)
  }

  protected tellAsker(text: string): Promise<void> {
    return sendEphemeral(this.interaction, text, this.context)
  }

  /** A channel where the bot can write, in replies to the first page; else follow-ups. */
  protected inPlace(first: MessageAddress | undefined): MessageTarget {
    const { interaction, context } = this
    const { channelId } = interaction
    return canSend(interaction) && channelId !== null
      ? context.targets.channel(channelId, first?.messageId)
      : context.targets.followUps(interaction)
  }

  [Symbol.dispose](): void {
    this.#deadline?.[Symbol.dispose]()
  }
}
