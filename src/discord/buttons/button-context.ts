import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type ButtonInteraction,
  ComponentType,
  MessageFlags,
  SnowflakeUtil,
} from 'discord.js'
import type { Asked } from '../../answers/answer-request.ts'
import { ReplacingReply } from '../../core/answer/replacing-reply.ts'
import { questionIn } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { ButtonKind } from '../../core/ports.ts'
import { patiently } from '../api/retry-request.ts'
import type { Bot } from '../context.ts'
import { buttonsFor, type Subject } from '../messages/components.ts'
import { DiscordReply, type PageAddress, type ReplyParts } from '../messages/discord-reply.ts'
import type { Place, Places } from '../messages/message-target.ts'
import { announce } from '../messages/notify-asker.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { TypingIndicator } from '../messages/typing-indicator.ts'
import type { EndedAnswer } from './find-answer.ts'

/** Discord hardly lets a message be edited that is older than an hour; typing takes its time, too. */
const freshMs = 55 * 60_000

/** A button that was pressed, and the answer above it. */
export interface Pressed {
  readonly interaction: ButtonInteraction
  readonly subject: Subject
  readonly found: EndedAnswer
}

/** Whether an answer can still be changed where it stands. */
export function isOpen({ pages, room, isLast }: EndedAnswer, { answering }: Bot): boolean {
  const [first] = pages
  // A command that waits for its answer has said nothing yet that could be read.
  const isBusy = room !== undefined && answering.isBusy(room.channelId)
  if (first === undefined || !isLast || isBusy) return false
  return Date.now() - SnowflakeUtil.timestampFrom(first.id) < freshMs
}

/** What is known of the question below whose answer a button was pressed. */
export function askedBy(
  { interaction, subject, found }: Pressed,
  bot: Bot,
): Omit<Asked, 'header' | 'reply'> {
  const { id, applicationId, channelId, guildId, token, locale } = interaction
  const { room, exchange, isDetached, read } = found
  const origin = { kind: 'interaction', channelId, applicationId, token } as const
  const place = bot.places.channel(room?.channelId ?? channelId, questionMessage(found))
  const said = questionIn(exchange)
  return {
    attempt: id,
    ...subject,
    origin,
    locale,
    guildId,
    key: room?.channelId ?? subject.trigger,
    post: said?.post ?? nothingSaid(subject, channelId),
    read,
    isMessage: false,
    isDetached,
    ...(!isDetached && {
      announce: (text: string) =>
        announce({ text, attempt: id, askerId: subject.askerId, place }, bot),
    }),
    whisper: (text: string) => whisper(interaction, text, bot),
  }
}

/** Stands for a question that cannot be read any more, where an answer is only gone on with. */
function nothingSaid({ trigger: id }: Subject, channelId: string): ConversationMessage {
  return { id, channelId, author: 'person', speaker: undefined, text: '', parts: [], editedAt: '' }
}

/** The message that asked; `undefined` where that was a command. */
export function questionMessage({ exchange }: EndedAnswer): string | undefined {
  return exchange.question === undefined ? undefined : exchange.trigger
}

/** The messages of the answer itself: a single one is edited by the button's token, which is faster. */
export function inPlace(
  { interaction, subject, found }: Pressed,
  pages: readonly ConversationMessage[],
  { places, journal, answering }: Bot,
): ReplyParts {
  // A crash may leave some of them behind, with words of the old answer or the new one.
  for (const { channelId, id } of pages) {
    journal.addPage(interaction.id, { channelId, messageId: id })
  }
  const channelId = pages[0]?.channelId ?? interaction.channelId
  const own = found.isDetached ? undefined : places.channel(channelId)
  const byToken = places.original(interaction)
  const first = pages.length === 1 || own === undefined ? byToken : own
  return {
    attempt: interaction.id,
    first,
    firstAsOwn: own,
    button: buttonsFor(subject, interaction.locale),
    pages: pages.map((page, index) => ({
      channelId: page.channelId,
      messageId: page.id,
      place: index === 0 ? first : places.channel(page.channelId),
    })),
    placeRest: async (page) => restOf({ interaction, found }, firstOf(found) ?? page, places),
    onPage: (page) => answering.notePage({ attempt: interaction.id, ...subject }, page),
  }
}

function firstOf({ pages: [first] }: EndedAnswer): PageAddress | undefined {
  return first && { channelId: first.channelId, messageId: first.id }
}

/** Where what follows an answer stands. */
interface Below {
  readonly channelId: string
  readonly replyTo: string | undefined
  /** Whether it is a part of that answer, and not a new one. */
  readonly isPart: boolean
}

/** A new answer, and the indicator that it is being typed until its first words show. */
export function below(
  { interaction, subject, found }: Pressed,
  { channelId, replyTo, isPart }: Below,
  bot: Bot,
) {
  const { places, answering } = bot
  const typing = new TypingIndicator(channelId, bot)
  const reply = new DiscordReply({
    attempt: interaction.id,
    first: places.channel(channelId, replyTo),
    button: buttonsFor(subject, interaction.locale),
    placeRest: async (page) =>
      restOf({ interaction, found }, (isPart && firstOf(found)) || page, places),
    onPage(page) {
      typing.stop()
      answering.notePage({ attempt: interaction.id, ...subject }, page)
    },
  })
  return { reply, typing }
}

/** Where there is no room, all other pages reply to the first one: so they are found again. */
function restOf(
  { interaction, found }: Pick<Pressed, 'interaction' | 'found'>,
  first: PageAddress,
  places: Places,
): Place {
  const { room, isDetached } = found
  if (isDetached) {
    const isForOne = interaction.message.flags.has(MessageFlags.Ephemeral)
    return isForOne ? places.whispers(interaction) : places.followUps(interaction)
  }
  if (room) return places.channel(room.channelId)
  return places.channel(first.channelId, first.messageId)
}

/** Types into the messages of the old answer, which stays as it is where there is nothing to show. */
export async function typeInPlace(pressed: Pressed, asked: Asked, bot: Bot): Promise<void> {
  const reply = new ReplacingReply(asked.reply)
  // Until the first words show, only the button says that something happens.
  await showButtons(pressed, ['stop'])
  await bot.answering.answer({ ...asked, reply })
  if (reply.isReplaced) return
  const { interaction } = pressed
  const { components } = interaction.message
  await patiently(bot.clock, () => interaction.editReply({ components }))
  if (reply.notice !== undefined) await whisper(interaction, reply.notice, bot)
}

/** Exchanges the buttons below the message on which one was pressed, and changes nothing else. */
export async function showButtons(
  { interaction, subject }: Pressed,
  controls: readonly ButtonKind[],
): Promise<void> {
  const row: APIActionRowComponent<APIButtonComponent> = {
    type: ComponentType.ActionRow,
    components: controls.map(buttonsFor(subject, interaction.locale)),
  }
  // An ornament: an answer does not fail for it.
  await interaction.editReply({ components: [row] }).catch(() => undefined)
}
