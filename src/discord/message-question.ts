import { type Message, MessageType } from 'discord.js'
import type { Bot } from './bot.ts'
import { stopButton } from './buttons.ts'
import { channelPlace } from './place.ts'
import { DiscordReply } from './reply.ts'
import { showTyping } from './typing.ts'

/** Whether a message is for the bot: somebody wrote it in a thread that the bot opened. */
export function isQuestion(message: Message): message is Message<true> {
  const { author, channel, type, client } = message
  const isWritten = type === MessageType.Default || type === MessageType.Reply
  return (
    isWritten &&
    !author.bot &&
    message.webhookId === null &&
    message.inGuild() &&
    channel.isThread() &&
    channel.ownerId === client.user.id
  )
}

/** Answers a message in its thread, as a reply to it. */
export async function answerMessage(message: Message<true>, bot: Bot): Promise<void> {
  const { channel, content, guild } = message
  let typing: Disposable | undefined
  const stopTyping = () => typing?.[Symbol.dispose]()
  const place = channelPlace(bot.rest, channel.id, message.id)
  const reply = new DiscordReply({
    trigger: message.id,
    first: place,
    stopButton: stopButton(message.id, message.author.id, guild.preferredLocale),
    placeRest: async () => channelPlace(bot.rest, channel.id),
    onPage(page) {
      stopTyping()
      bot.journal.addPage(message.id, page)
    },
  })
  try {
    await bot.answering.answer({
      trigger: message.id,
      origin: { kind: 'message', channelId: channel.id, messageId: message.id },
      text: content,
      locale: guild.preferredLocale,
      quote: '',
      thread: { threadId: channel.id, parentId: channel.isThread() ? channel.parentId : null },
      reply,
      onTurn: () => {
        typing = showTyping(channel, bot.clock)
      },
    })
  } finally {
    stopTyping()
  }
}
