import type { Channel, Client, GatewayMessageCreateDispatchData } from 'discord.js'
import { MessageType } from 'discord.js'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { statusLine } from '../../core/conversation/status-lines.ts'
import type { Texts } from '../../core/texts.ts'
import { textsFor } from '../../locales/index.ts'
import { type ConversationChannel, toConversationChannel } from '../api/channels.ts'
import { cannotAnswer, missingForReply, type Permission } from '../api/permissions.ts'
import type { DiscordContext } from '../context.ts'
import { sendOnce } from '../messages/send-once.ts'
import { MessageReplyTarget } from '../targets/message-reply-target.ts'
import { joinThread } from '../threads/thread-membership.ts'

export type RawMessage = GatewayMessageCreateDispatchData

/** Whether a person wrote it. Answers to apps could go back and forth for ever. */
export function isFromPerson({ author, type, webhook_id }: RawMessage): boolean {
  const isWritten = type === MessageType.Default || type === MessageType.Reply
  return isWritten && author.bot !== true && webhook_id === undefined
}

/** Whether a message mentions the bot or its role, or replies to the bot. */
export function isAddressed(message: RawMessage, client: Client<true>): boolean {
  const { mentions, mention_roles, referenced_message, guild_id = '' } = message
  const me = client.user.id
  if (mentions.some(({ id }) => id === me) || referenced_message?.author.id === me) return true
  if (mention_roles.length === 0) return false
  const role = client.guilds.cache.get(guild_id)?.roles.botRoleFor(client.user)
  return mention_roles.some((id) => id === role?.id)
}

/** A message of a person. */
export interface IncomingMessage {
  readonly message: RawMessage
  readonly isAddressed: boolean
}

/** The channel of a message. */
interface Place {
  /** `undefined` in direct messages. */
  readonly channel: Channel | undefined
  /** Whether the bot takes part in the thread. True outside of threads. */
  readonly isMember: boolean
}

export interface MessageListener {
  readonly client: Client<true>
  readonly context: DiscordContext
  /** Runs a task for a message, unless another process or an earlier event took it. */
  readonly claimOnce: (message: RawMessage, task: () => Promise<void>) => void
}

/**
 * Answers a message where it is one to answer: each message in direct messages and in threads that the
 * bot is in, elsewhere only messages that address it. Decides before it returns, unless it has to ask
 * Discord: the next event may delete the message.
 */
export function considerMessage(
  incoming: IncomingMessage,
  listener: MessageListener,
): void | Promise<void> {
  const { client, context } = listener
  const { message, isAddressed } = incoming
  const isDirect = message.guild_id === undefined
  if (!isDirect && !isAddressed && !context.settings.readsMessages) return
  // Direct messages can arrive without their channel.
  if (isDirect) return decide(incoming, { channel: undefined, isMember: true }, listener)
  const channel = client.channels.cache.get(message.channel_id)
  if (channel === undefined) return considerUnknown(incoming, listener)
  // Most messages of a server end here.
  if (!channel.isThread()) {
    return isAddressed ? decide(incoming, { channel, isMember: true }, listener) : undefined
  }
  const isMember = context.membership.cached(channel.id)
  if (isMember === undefined) return considerUnknown(incoming, listener)
  decide(incoming, { channel, isMember }, listener)
}

/** Asks Discord for the channel, or for the bot's membership in the thread. */
async function considerUnknown(
  incoming: IncomingMessage,
  listener: MessageListener,
): Promise<void> {
  const { client, context } = listener
  const channel = await client.channels.fetch(incoming.message.channel_id)
  if (channel === null) return
  const isThread = channel.isThread()
  if (!isThread && !incoming.isAddressed) return
  const isOpener = isThread && channel.ownerId === client.user.id
  const isMember = !isThread || (await context.membership.isIn(channel.id, isOpener))
  decide(incoming, { channel, isMember }, listener)
}

function decide(
  incoming: IncomingMessage,
  { channel, isMember }: Place,
  { context, claimOnce }: MessageListener,
): void {
  const { message, isAddressed } = incoming
  if (!isMember && !isAddressed) return
  const { channel_id: channelId, guild_id } = message
  const conversationChannel =
    guild_id === undefined ? { channelId, parentId: undefined } : toConversationChannel(channel)
  claimOnce(message, async () => {
    const answered = answerMessage(message, { channel, conversationChannel }, context)
    if (!isMember && conversationChannel) await joinThread(conversationChannel.channelId, context)
    await answered
  })
}

/** The channel of a message, and the conversation that it is part of. */
interface MessagePlace {
  /** `undefined` in direct messages. */
  readonly channel: Channel | undefined
  /** `undefined`: the message is part of a reply chain. */
  readonly conversationChannel: ConversationChannel | undefined
}

async function answerMessage(
  message: RawMessage,
  { channel, conversationChannel }: MessagePlace,
  context: DiscordContext,
): Promise<void> {
  const { id, author, guild_id: guildId = null } = message
  const question = context.conversations.toMessage(message)
  if (question === undefined) return
  const locale = localeOf(author.id, channel, context)
  const missing = missingForReply(channel)
  if (missing.length > 0 || isHidden(message, question, context)) {
    return refuse(message, missing, { ...context, texts: textsFor(locale) })
  }
  context.permissionNotices.isNew(message.channel_id, 'reply', missing)
  const asked = { question, askerId: author.id, locale, guildId, conversationChannel }
  await context.answers.answer({
    attempt: id,
    trigger: id,
    askerId: author.id,
    locale,
    message: question,
    header: '',
    target: new MessageReplyTarget(asked, context),
  })
}

/** Tells people why a message gets no answer, where that is possible and was not told before. */
async function refuse(
  { id, channel_id: channelId }: RawMessage,
  missing: readonly Permission[],
  { permissionNotices, targets, texts, log, ...services }: DiscordContext & { texts: Texts },
): Promise<void> {
  const notice = cannotAnswer(missing, texts)
  if (notice !== undefined) {
    if (!permissionNotices.isNew(channelId, 'reply', missing)) return
    log.warn({ channelId, missing }, 'a permission is missing to answer messages')
    if (missing.some((name) => name === 'ViewChannel' || name.startsWith('Send'))) return
  }
  // Without permission to read the history, the bot cannot reply to a message either.
  const target = targets.channel(channelId, notice === undefined ? id : undefined)
  const lines = [statusLine(notice ?? texts.cannotRead)]
  await sendOnce(target, { attempt: id, purpose: 'refusal', texts: lines }, services)
}

/**
 * Whether Discord held back the text of a message. Without the Message Content intent, Discord sends
 * the text of messages that mention the bot, but a reply to the answer of a command comes empty.
 */
function isHidden(
  { guild_id, content }: RawMessage,
  { parts }: ConversationMessage,
  { settings }: Pick<DiscordContext, 'settings'>,
): boolean {
  return !settings.readsMessages && guild_id !== undefined && content === '' && parts.length === 0
}

/** The locale of the author's last command, else of the server: messages carry none. */
function localeOf(
  userId: string,
  channel: Channel | undefined,
  { locales }: DiscordContext,
): string {
  const own = locales.get(userId)
  if (own !== undefined) return own
  return channel === undefined || channel.isDMBased() ? 'en-US' : channel.guild.preferredLocale
}
