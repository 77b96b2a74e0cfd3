import type { Channel, Client, GatewayMessageCreateDispatchData } from 'discord.js'
import { MessageType, PermissionFlagsBits } from 'discord.js'
import type { Asked } from '../../answers/answer-request.ts'
import { showNotice } from '../../core/answer/answer.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { textsFor } from '../../locales/index.ts'
import { cannotAnswer, lacking } from '../api/permissions.ts'
import type { Bot } from '../context.ts'
import { roomOf } from '../history/conversations.ts'
import type { Room } from '../history/fetch-thread.ts'
import { buttonsFor } from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { announce } from '../messages/notify-asker.ts'
import { TypingIndicator } from '../messages/typing-indicator.ts'
import { joinThread } from '../threads/thread-membership.ts'

export type RawMessage = GatewayMessageCreateDispatchData

/** Whether a person wrote it: apps answer no apps, or they would never end. */
export function isFromPerson({ author, type, webhook_id }: RawMessage): boolean {
  const isWritten = type === MessageType.Default || type === MessageType.Reply
  return isWritten && author.bot !== true && webhook_id === undefined
}

/** Whether a message is for the bot, wherever it stands: it mentions it, or replies to it. */
export function isAddressed(message: RawMessage, client: Client<true>): boolean {
  const { mentions, mention_roles, referenced_message, guild_id = '' } = message
  const me = client.user.id
  if (mentions.some(({ id }) => id === me) || referenced_message?.author.id === me) return true
  if (mention_roles.length === 0) return false
  const role = client.guilds.cache.get(guild_id)?.roles.botRoleFor(client.user)
  return mention_roles.some((id) => id === role?.id)
}

/** A message of a person, and what is known about it. */
export interface Heard {
  readonly message: RawMessage
  readonly isAddressed: boolean
}

/** Where messages come in. */
export interface Listener {
  readonly client: Client<true>
  readonly bot: Bot
  /** Is given what is to be done for a message. */
  readonly attend: (message: RawMessage, task: () => Promise<void>) => void
}

/**
 * Answers a message, if it is one to answer: in direct messages and in the threads that the bot is in,
 * each; elsewhere those that are for it. That happens before this returns, unless Discord has to be
 * asked: what comes next may take the message back.
 */
export function considerMessage(heard: Heard, listener: Listener): void | Promise<void> {
  const { client, bot } = listener
  const { message, isAddressed: isFor } = heard
  const isDirect = message.guild_id === undefined
  if (!isDirect && !isFor && !bot.settings.readsMessages) return
  // A direct message may come without its channel.
  if (isDirect) return decide(heard, { place: undefined, isIn: true }, listener)
  const place = client.channels.cache.get(message.channel_id)
  if (place === undefined) return considerUnknown(heard, listener)
  // Most messages of a server: they are no business of the bot.
  if (!place.isThread()) return isFor ? decide(heard, { place, isIn: true }, listener) : undefined
  const isIn = bot.membership.knows(place.id)
  if (isIn === undefined) return considerUnknown(heard, listener)
  decide(heard, { place, isIn }, listener)
}

async function considerUnknown(heard: Heard, listener: Listener): Promise<void> {
  const { client, bot } = listener
  const place = await client.channels.fetch(heard.message.channel_id)
  if (place === null) return
  const isThread = place.isThread()
  if (!isThread && !heard.isAddressed) return
  const isOpener = isThread && place.ownerId === client.user.id
  const isIn = !isThread || (await bot.membership.isIn(place.id, isOpener))
  decide(heard, { place, isIn }, listener)
}

function decide(
  heard: Heard,
  { place, isIn }: { readonly place: Channel | undefined; readonly isIn: boolean },
  { bot, attend }: Listener,
): void {
  if (!isIn && !heard.isAddressed) return
  const { channel_id: channelId, guild_id } = heard.message
  const room = guild_id === undefined ? { channelId, parentId: undefined } : roomOf(place)
  attend(heard.message, async () => {
    const answered = answerMessage(heard, { place, room }, bot)
    if (!isIn && room) await joinThread(room.channelId, bot)
    await answered
  })
}

interface Where {
  /** `undefined` for direct messages. */
  readonly place: Channel | undefined
  /** `undefined`: the message is part of a reply chain. */
  readonly room: Room | undefined
}

/** Answers a message by a reply to it. */
async function answerMessage(heard: Heard, { place, room }: Where, bot: Bot): Promise<void> {
  const { message } = heard
  const { id, author, channel_id: channelId, guild_id } = message
  const { answering, conversations, places, settings } = bot
  const post = conversations.post(message)
  if (post === undefined) return
  const locale = localeOf(author.id, place, bot)
  const texts = textsFor(locale)
  const subject = { trigger: id, askerId: author.id }
  const asIs = places.channel(channelId, id)
  const lacks = lackingIn(place)
  // What is missing stays missing for a while: once in a channel is enough to know.
  if (lacks.length > 0 && bot.complained.has(channelId)) return
  if (lacks.length > 0) {
    bot.complained.add(channelId)
    bot.log.warn({ channelId, lacks }, 'a permission is missing to answer messages')
  }
  if (lacks.includes('ViewChannel') || lacks.some((name) => name.startsWith('Send'))) return
  const missing = cannotAnswer(lacks, texts)
  const notice = missing ?? (isHidden(message, post, bot) ? texts.cannotRead : undefined)
  if (notice !== undefined) {
    // Who may not read what was said, may not reply to it either.
    const first = missing === undefined ? asIs : places.channel(channelId)
    const reply = new DiscordReply({ attempt: id, first, placeRest: async () => first })
    await showNotice({ notice }, reply, bot)
    return
  }
  const typing = new TypingIndicator(channelId, bot)
  const asked: Asked = {
    ...subject,
    attempt: id,
    origin: { kind: 'message', channelId, messageId: id },
    locale,
    post,
    guildId: guild_id ?? null,
    // Where people talk beside each other, each of them is answered by itself.
    key: room?.channelId ?? id,
    read: () => (room ? conversations.inRoom(room) : conversations.inChain(post)),
    header: '',
    isMessage: true,
    needsMention: !settings.readsMessages && guild_id !== undefined,
    reply: new DiscordReply({
      attempt: id,
      first: asIs,
      button: buttonsFor(subject, locale),
      placeRest: async (first) =>
        room ? places.channel(channelId) : places.channel(channelId, first.messageId),
      onPage(page) {
        typing.stop()
        answering.notePage({ attempt: id, trigger: id }, page)
      },
    }),
    typing,
    announce: (text) => announce({ text, attempt: id, askerId: author.id, place: asIs }, bot),
  }
  await answering.answer(asked)
}

/**
 * Whether Discord has kept back what the message says. Without the Message Content intent it gives the
 * text of those that mention the bot, but a reply to the answer of a command comes empty.
 */
function isHidden(
  { guild_id, content }: RawMessage,
  { parts }: ConversationMessage,
  { settings }: Bot,
): boolean {
  return !settings.readsMessages && guild_id !== undefined && content === '' && parts.length === 0
}

function lackingIn(place: Channel | undefined) {
  if (place === undefined || place.isDMBased()) return []
  const { me } = place.guild.members
  const permissions = me && place.permissionsFor(me)
  if (!permissions || permissions.has(PermissionFlagsBits.Administrator)) return []
  const send = place.isThread() ? 'SendMessagesInThreads' : 'SendMessages'
  return lacking(permissions, ['ViewChannel', send, 'ReadMessageHistory'])
}

/** Discord does not say in which language somebody reads, but with a command; else the server's counts. */
function localeOf(userId: string, place: Channel | undefined, { locales }: Bot): string {
  const own = locales.get(userId)
  if (own !== undefined) return own
  return place === undefined || place.isDMBased() ? 'en-US' : place.guild.preferredLocale
}
