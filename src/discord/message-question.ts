import { type Message, MessageType } from 'discord.js'
import { announce } from './announce.ts'
import type { Bot } from './bot.ts'
import { buttonsFor } from './buttons.ts'
import { channelPlace } from './place.ts'
import { DiscordReply } from './reply.ts'
import { TypingIndicator } from './typing.ts'

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
  const { id, author, channel, content, guild } = message
  const { rest, answering } = bot
  const locale = guild.preferredLocale
  const subject = { trigger: id, askerId: author.id }
  const place = channelPlace(rest, channel.id, id)
  const typing = new TypingIndicator(channel.id, bot)
  await answering.answer({
    ...subject,
    attempt: id,
    origin: { kind: 'message', channelId: channel.id, messageId: id },
    text: content,
    locale,
    quote: '',
    thread: { threadId: channel.id, parentId: channel.isThread() ? channel.parentId : null },
    reply: new DiscordReply({
      attempt: id,
      first: place,
      button: buttonsFor(subject, locale),
      placeRest: async () => channelPlace(rest, channel.id),
      onPage(page) {
        typing.stop()
        answering.notePage({ attempt: id, trigger: id }, page)
      },
    }),
    typing,
    announce: (text) => announce({ text, attempt: id, askerId: author.id, place }, bot),
  })
}
