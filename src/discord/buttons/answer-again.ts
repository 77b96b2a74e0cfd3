import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ComponentType,
  SnowflakeUtil,
} from 'discord.js'
import type { AnswerRequest } from '../../answers/answer-request.ts'
import { questionIn } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { ButtonKind } from '../../core/reply.ts'
import { retryRequest } from '../api/retry-request.ts'
import type { DiscordContext } from '../context.ts'
import type { EndedAnswer } from '../history/find-answer.ts'
import { buttonFactory, type QuestionReference } from '../messages/components.ts'
import { sendEphemeral } from '../messages/send-once.ts'
import type { ButtonPress } from '../targets/button-target.ts'
import type { OldMessagesTarget } from '../targets/old-messages-target.ts'

/** Discord limits edits of messages older than an hour severely, and typing takes time, too. */
const editableMs = 55 * 60_000

/** Whether the answer can go into the messages of the old one: they are fresh, and nothing follows. */
export function isEditable(
  { pages, conversationChannel, isLast }: EndedAnswer,
  { answers }: Pick<DiscordContext, 'answers'>,
): boolean {
  const [first] = pages
  // A command that waits for its turn has no message yet that could be read.
  const isBusy = conversationChannel !== undefined && answers.isBusy(conversationChannel.channelId)
  if (first === undefined || !isLast || isBusy) return false
  return Date.now() - SnowflakeUtil.timestampFrom(first.id) < editableMs
}

/** The request of a pressed button. */
export function requestFor({
  interaction,
  question,
  found,
}: ButtonPress): Omit<AnswerRequest, 'header' | 'target'> {
  const { id: attempt, locale, channelId } = interaction
  const asked = questionIn(found.exchange)
  const message = asked?.message ?? unreadableQuestion(question, channelId)
  return { attempt, ...question, locale, message }
}

/** Continue needs no question, so it works where the question cannot be read any more. */
function unreadableQuestion(
  { trigger: id }: QuestionReference,
  channelId: string,
): ConversationMessage {
  return { id, channelId, author: 'person', speaker: undefined, text: '', parts: [], editedAt: '' }
}

/** Answers in the messages of the old answer, and restores them where there is nothing new to show. */
export async function answerInOldMessages(
  press: ButtonPress,
  request: AnswerRequest & { readonly target: OldMessagesTarget },
  context: DiscordContext,
): Promise<void> {
  const { interaction } = press
  const { reply } = request.target
  // Until the first text shows, only the button tells that something happens.
  await showButtons(press, ['stop'])
  await context.answers.answer(request)
  if (reply.isReplaced) return
  const { components } = interaction.message
  await retryRequest(context.clock, () => interaction.editReply({ components }))
  if (reply.notice !== undefined) await sendEphemeral(interaction, reply.notice, context)
}

/** Replaces the buttons of the message with the pressed button, and changes nothing else. */
export async function showButtons(
  { interaction, question }: ButtonPress,
  buttons: readonly ButtonKind[],
): Promise<void> {
  const row: APIActionRowComponent<APIButtonComponent> = {
    type: ComponentType.ActionRow,
    components: buttons.map(buttonFactory(question, interaction.locale)),
  }
  // Only decoration: an answer does not fail without it.
  await interaction.editReply({ components: [row] }).catch(() => undefined)
}
