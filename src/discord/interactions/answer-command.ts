import {
  type ChatInputCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js'
import type { Asked } from '../../answers/answer-request.ts'
import {
  type AnswerHeader,
  formatHeader,
  type MessageAddress,
} from '../../core/conversation/answer-header.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { shortQuote, wholeQuote } from '../../core/conversation/question-quote.ts'
import { textsFor } from '../../locales/index.ts'
import { mayWrite, whatForbids, whyNoThread } from '../api/permissions.ts'
import { isGuest } from '../api/user-install.ts'
import type { Bot } from '../context.ts'
import { roomOf } from '../history/conversations.ts'
import type { Room } from '../history/fetch-thread.ts'
import { speakerOf } from '../history/to-message.ts'
import { buttonsFor } from '../messages/components.ts'
import { DiscordReply, type PageAddress, type ReplyParts } from '../messages/discord-reply.ts'
import type { Place } from '../messages/message-target.ts'
import { announce } from '../messages/notify-asker.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { mayOpenThreads, NewThread, showQuestion } from '../threads/answer-thread.ts'
import { type ThreadParent, takesThreads } from '../threads/thread-creator.ts'
import { joinThread } from '../threads/thread-membership.ts'
import { acknowledge } from './acknowledge.ts'
import { expiry } from './token-deadline.ts'

/** Something that was asked by a command, or in the form behind one. */
export interface CommandQuestion {
  readonly text: string
  /** The model that was chosen. */
  readonly model?: string | undefined
  /** Whether only the asker sees the answer. */
  readonly isPrivate: boolean
  /** The message that is asked about; `null`: it is gone. */
  readonly about?: (MessageAddress & { readonly post: ConversationMessage | null }) | undefined
}

type Used = ChatInputCommandInteraction | ModalSubmitInteraction

/**
 * Answers what was asked by a command: in a thread that opens on the answer, or where the command was
 * used, when that is a conversation already or takes no threads. Its place among the questions there
 * is taken before this returns for the first time.
 */
export async function answerCommand(
  used: Used,
  question: CommandQuestion,
  bot: Bot,
): Promise<void> {
  const { channel } = used
  const { isPrivate } = question
  const texts = textsFor(used.locale)
  const isDetached = isPrivate || isGuest(used)
  const forbidden = isDetached ? undefined : whatForbids(used, texts)
  if (forbidden !== undefined) {
    await used.reply({ content: forbidden, flags: MessageFlags.Ephemeral })
    return
  }
  const flags = isPrivate ? ({ flags: MessageFlags.Ephemeral } as const) : {}
  const heard = acknowledge(used, () => used.deferReply(flags))
  // Whoever waits for it hears of a failure; until then nobody may.
  heard.catch(() => undefined)
  const command = { used, question, heard }
  const room = isGuest(used) ? undefined : roomOf(channel)
  if (isDetached) return answerDetached(command, room, bot)
  if (room) return answerInRoom(command, room, bot)
  if (channel && takesThreads(channel) && mayOpenThreads(used)) {
    return answerInNewThread(command, channel, bot)
  }
  return answerInPlace(command, bot)
}

/** A command and what it asks. */
interface Command {
  readonly used: Used
  readonly question: CommandQuestion
  readonly heard: Promise<void>
}

/**
 * For the asker alone, or where the bot is no member: the whole answer is written by the token of the
 * interaction, and no conversation goes on from it.
 */
async function answerDetached(command: Command, room: Room | undefined, bot: Bot): Promise<void> {
  const { used, question } = command
  const { places, conversations } = bot
  using limit = tokenLimit(used, bot)
  const rest = question.isPrivate ? places.whispers(used) : places.followUps(used)
  await bot.answering.answer({
    ...asked(command, { quote: wholeQuote(question.text) }),
    key: used.id,
    // Who asks in a thread for themselves, asks about what is said there.
    read: room && (() => conversations.inRoom(room)),
    isDetached: true,
    until: limit.signal,
    reply: new DiscordReply({
      ...firstPage(command, bot),
      firstAsOwn: undefined,
      onPage: (page) => bot.answering.notePage(attemptOf(used), page),
      placeRest: async () => rest,
    }),
  })
}

async function answerInPlace(command: Command, bot: Bot): Promise<void> {
  const { used, question } = command
  const { answering } = bot
  let first: PageAddress | undefined
  using limit = mayWrite(used) ? undefined : tokenLimit(used, bot)
  await answering.answer({
    ...asked(command, { quote: wholeQuote(question.text) }),
    key: used.id,
    read: undefined,
    ...(limit && { until: limit.signal }),
    reply: new DiscordReply({
      ...firstPage(command, bot),
      onPage(page) {
        first ??= page
        answering.notePage(attemptOf(used), page)
      },
      placeRest: async (page) => inPlace(used, page, bot),
    }),
    announce: (text) => tell(text, { used, place: inPlace(used, first, bot) }, bot),
    whisper: (text) => whisper(used, text, bot),
    onAnswered: () => void complain(used, bot),
  })
}

async function answerInRoom(command: Command, room: Room, bot: Bot): Promise<void> {
  const { used, question } = command
  const { answering, conversations } = bot
  const { channelId } = room
  if (used.channel?.isThread() && bot.membership.knows(channelId) !== true)
    void joinThread(channelId, bot)
  const place = mayWrite(used) ? bot.places.channel(channelId) : bot.places.followUps(used)
  using limit = mayWrite(used) ? undefined : tokenLimit(used, bot)
  let first: PageAddress | undefined
  let isTurn = false
  let shown: Promise<void> | undefined
  // The question stands right behind the first page: not before its turn, for others are typed then.
  const showWhole = () => {
    if (isTurn && first) shown ??= showQuestion(question.text, first, bot)
  }
  await answering.answer({
    ...asked(command, { quote: shortQuote(question.text).text }),
    key: channelId,
    read: () => conversations.inRoom(room),
    needsMention: !bot.settings.readsMessages && used.guildId !== null,
    ...(limit && { until: limit.signal }),
    reply: new DiscordReply({
      ...firstPage(command, bot),
      onPage(page) {
        answering.notePage(attemptOf(used), page)
        first ??= page
        showWhole()
      },
      async placeRest() {
        await shown
        return place
      },
    }),
    announce: (text) => tell(text, { used, place }, bot),
    whisper: (text) => whisper(used, text, bot),
    onTurn() {
      isTurn = true
      showWhole()
    },
  })
}

async function answerInNewThread(command: Command, channel: ThreadParent, bot: Bot): Promise<void> {
  const { used, question } = command
  const { answering } = bot
  const { text, model } = question
  const thread = new NewThread({ channel, question: text, askerId: used.user.id, model }, bot)
  const placeRest = async (first?: PageAddress) =>
    (await thread.place()) ?? inPlace(used, first, bot)
  const answered = answering.answer({
    ...asked(command, { quote: shortQuote(text).text }),
    key: used.id,
    read: undefined,
    needsMention: !bot.settings.readsMessages,
    reply: new DiscordReply({
      ...firstPage(command, bot),
      onPage(page) {
        answering.notePage(attemptOf(used), page)
        thread.onPage(page, answered)
      },
      placeRest,
    }),
    announce: async (text) => tell(text, { used, place: await placeRest() }, bot),
    whisper: (text) => whisper(used, text, bot),
    onAnswered: (answer) => thread.onAnswered(answer),
  })
  await answered
}

function attemptOf({ id }: Used) {
  return { attempt: id, trigger: id }
}

/** What is known of each question of a command. */
function asked(
  { used, question, heard }: Command,
  header: Pick<AnswerHeader, 'quote'>,
): Omit<Asked, 'key' | 'read' | 'reply'> {
  const { user, locale, channelId, guildId, applicationId, token } = used
  const { text, model, about } = question
  return {
    ...attemptOf(used),
    askerId: user.id,
    locale,
    heard,
    guildId,
    post: {
      id: used.id,
      channelId: channelId ?? '',
      author: 'person',
      speaker: speakerOf({ ...user, global_name: user.globalName }, false),
      text,
      parts: [],
      editedAt: '',
      about: about?.post,
    },
    header: formatHeader({ ...header, about, model }, guildId),
    model,
    origin: { kind: 'interaction', channelId: channelId ?? '', applicationId, token },
    isMessage: false,
  }
}

function tell(
  text: string,
  { used, place }: { readonly used: Used; readonly place: Place },
  bot: Bot,
): Promise<void> {
  const { id: attempt, user } = used
  return announce({ text, attempt, askerId: user.id, place }, bot)
}

function firstPage({ used }: Command, { places }: Bot) {
  const { id, user, locale, channelId } = used
  return {
    attempt: id,
    first: places.original(used),
    firstAsOwn: channelId === null ? undefined : places.channel(channelId),
    button: buttonsFor({ trigger: id, askerId: user.id }, locale),
  } satisfies Partial<ReplyParts>
}

/** Ends an answer that only the token of its interaction can write, before that dies. */
function tokenLimit({ createdTimestamp }: Used, { clock }: Bot): ReturnType<typeof expiry> {
  return expiry(Date.now() - createdTimestamp, clock)
}

/**
 * The channel itself as the bot's own, where it may write there, in replies to the answer's first
 * page; else by the interaction's token.
 */
function inPlace(used: Used, first: PageAddress | undefined, { places }: Bot): Place {
  return mayWrite(used) && used.channelId !== null
    ? places.channel(used.channelId, first?.messageId)
    : places.followUps(used)
}

/** Tells the asker, once in a channel, which permission is missing for a thread. */
async function complain(used: Used, bot: Bot): Promise<void> {
  const { channelId, locale, id, applicationId, token } = used
  const reason = whyNoThread(used, textsFor(locale))
  if (reason === undefined || channelId === null || bot.complained.has(channelId)) return
  bot.complained.add(channelId)
  bot.log.warn({ channelId }, 'a permission is missing to open threads')
  await whisper({ id: `${id}p`, applicationId, token }, reason, bot).catch((error: unknown) =>
    bot.log.warn({ error, trigger: id }, 'the asker could not be told what is missing'),
  )
}
