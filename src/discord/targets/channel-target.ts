import { wholeQuote } from '../../core/conversation/question-quote.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import { textsFor } from '../../locales/index.ts'
import { missingForThread, noThread } from '../api/permissions.ts'
import type { DiscordContext } from '../context.ts'
import type { MessageTarget } from '../messages/message-target.ts'
import { sendEphemeral } from '../messages/send-once.ts'
import { CommandTarget, type UsedCommand } from './command-target.ts'

/** A channel in which no thread can be opened: all pages stand there. */
export class ChannelTarget extends CommandTarget {
  readonly queueKey: string

  constructor(command: UsedCommand, context: DiscordContext) {
    super(command, context)
    this.queueKey = command.interaction.id
  }

  quote(question: string): string {
    return wholeQuote(question)
  }

  protected async targetForRest(first: MessageAddress): Promise<MessageTarget> {
    return this.inPlace(first)
  }

  onEnd(): void {
    void this.#tellMissingPermission()
  }

  notify(text: string): Promise<void> {
    return this.notifyIn(this.inPlace(this.firstPage), text)
  }

  sendEphemeral(text: string): Promise<void> {
    return this.tellAsker(text)
  }

  /** Tells the asker, once in a channel, which permission a thread would need. */
  async #tellMissingPermission(): Promise<void> {
    const { interaction, context } = this
    const { permissionNotices, log } = context
    const { channelId, locale, id } = interaction
    const missing = missingForThread(interaction)
    if (channelId === null || !permissionNotices.isNew(channelId, 'thread', missing)) return
    log.warn({ channelId, missing }, 'a permission is missing to open threads')
    const reason = noThread(missing, textsFor(locale))
    await sendEphemeral(interaction, reason, context, 'permission').catch((error: unknown) =>
      log.warn({ error, trigger: id }, 'the asker could not be told what is missing'),
    )
  }
}
