import type { AnswerOutcome } from '../../core/answer/ending.ts'
import { ReplacingReply } from '../../core/answer/replacing-reply.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { DiscordContext } from '../context.ts'
import { buttonFactory } from '../messages/components.ts'
import { DiscordReply, type PageMessage, type ShownPage } from '../messages/discord-reply.ts'
import type { AnswerThread } from '../threads/answer-thread.ts'
import { type ButtonPress, ButtonTarget, firstPageOf } from './button-target.ts'

/** The messages of the old answer, whose text stays until there is new text to show. */
export class OldMessagesTarget extends ButtonTarget implements Disposable {
  readonly reply: ReplacingReply
  readonly #thread: AnswerThread | undefined
  readonly #ended = Promise.withResolvers<void>()

  /** `thread` opens where the old answer had none. */
  constructor(
    press: ButtonPress,
    pages: readonly ConversationMessage[],
    context: DiscordContext,
    thread?: AnswerThread,
  ) {
    super(press, context)
    const { interaction, question, found } = press
    const { targets } = context
    this.#thread = thread
    const channelId = pages[0]?.channelId ?? interaction.channelId
    const asBot = found.isDetached ? undefined : targets.channel(channelId)
    const byToken = targets.originalResponse(interaction)
    // A single page is edited by the interaction token, whose rate limit is wider.
    const first = pages.length === 1 || asBot === undefined ? byToken : asBot
    const reply = new DiscordReply({
      attempt: interaction.id,
      first,
      firstAsBot: asBot,
      button: buttonFactory(question, interaction.locale),
      pages: pages.map(
        (page, index): PageMessage => ({
          channelId: page.channelId,
          messageId: page.id,
          target: index === 0 ? first : targets.channel(page.channelId),
        }),
      ),
      targetForRest: async (page) =>
        (await thread?.target()) ?? this.restBehind(firstPageOf(found) ?? page),
      onPage: (page) => this.#onPage(page),
    })
    this.reply = new ReplacingReply(reply)
    // After a crash, any of them may hold text of the old answer or the new one.
    for (const page of pages) this.addPage({ channelId: page.channelId, messageId: page.id })
  }

  onEnd(outcome: AnswerOutcome): void {
    this.#thread?.onEnd(outcome)
  }

  [Symbol.dispose](): void {
    this.#ended.resolve()
  }

  #onPage(page: ShownPage): void {
    this.addPage(page)
    this.#thread?.onPage(page, this.#ended.promise)
  }
}
