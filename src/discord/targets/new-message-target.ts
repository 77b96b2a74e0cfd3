import type { Reply } from '../../core/reply.ts'
import type { DiscordContext } from '../context.ts'
import { buttonFactory } from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { TypingIndicator } from '../messages/typing-indicator.ts'
import { type ButtonPress, ButtonTarget, firstPageOf } from './button-target.ts'

/** A new answer behind the old one. */
export class NewMessageTarget extends ButtonTarget {
  readonly reply: Reply
  readonly #typing: TypingIndicator

  /** `isPart`: the new messages are further pages of the old answer. */
  constructor(
    press: ButtonPress,
    {
      channelId,
      replyToId,
      isPart,
    }: {
      readonly channelId: string
      readonly replyToId: string | undefined
      readonly isPart: boolean
    },
    context: DiscordContext,
  ) {
    super(press, context)
    const { interaction, question, found } = press
    this.#typing = new TypingIndicator(channelId, context)
    this.reply = new DiscordReply({
      attempt: interaction.id,
      first: context.targets.channel(channelId, replyToId),
      button: buttonFactory(question, interaction.locale),
      targetForRest: async (page) => this.restBehind((isPart && firstPageOf(found)) || page),
      onPage: (page) => {
        this.stopTyping()
        this.addPage(page)
      },
    })
  }

  startTyping(): void {
    this.#typing.start()
  }

  stopTyping(): void {
    this.#typing.stop()
  }
}
