import { MessageFlags } from 'discord.js'
import type { AnswerRequest } from '../../answers/answer-request.ts'
import { formatHeader } from '../../core/conversation/answer-header.ts'
import { textsFor } from '../../locales/index.ts'
import { supportsThreads, toConversationChannel } from '../api/channels.ts'
import { answerForbidden, canCreateThreads } from '../api/permissions.ts'
import { isUserInstall } from '../api/user-install.ts'
import type { DiscordContext } from '../context.ts'
import { toSpeaker } from '../history/to-message.ts'
import { ChannelTarget } from '../targets/channel-target.ts'
import type {
  CommandInteraction,
  CommandQuestion,
  CommandTarget,
  UsedCommand,
} from '../targets/command-target.ts'
import { ConversationTarget } from '../targets/conversation-target.ts'
import { DetachedTarget } from '../targets/detached-target.ts'
import { NewThreadTarget } from '../targets/new-thread-target.ts'
import { joinThread } from '../threads/thread-membership.ts'
import { acknowledge } from './acknowledge.ts'

/**
 * Answers the question of a command: in a thread that opens on the answer, or where the command was
 * used when that is a conversation already or has no threads. The place in the queue is taken before
 * this function first awaits anything.
 */
export async function answerCommand(
  interaction: CommandInteraction,
  question: CommandQuestion,
  context: DiscordContext,
): Promise<void> {
  const { isPrivate } = question
  const isDetached = isPrivate || isUserInstall(interaction)
  const forbidden = isDetached
    ? undefined
    : answerForbidden(interaction, textsFor(interaction.locale))
  if (forbidden !== undefined) {
    await interaction.reply({ content: forbidden, flags: MessageFlags.Ephemeral })
    return
  }
  const flags = isPrivate ? ({ flags: MessageFlags.Ephemeral } as const) : {}
  const acknowledged = acknowledge(interaction, () => interaction.deferReply(flags), context.clock)
  // The answer awaits it and learns of a failure; until then the rejection must not go unhandled.
  acknowledged.catch(() => undefined)
  const command = { interaction, question, acknowledged }
  using target = isDetached ? new DetachedTarget(command, context) : targetFor(command, context)
  await context.answers.answer(requestFor(command, target))
}

/** The target of an answer that others can see and continue. */
function targetFor(command: UsedCommand, context: DiscordContext): CommandTarget {
  const { interaction } = command
  const { channel } = interaction
  const conversationChannel = toConversationChannel(channel)
  if (conversationChannel) {
    const { channelId } = conversationChannel
    const isOutside = channel?.isThread() && context.membership.cached(channelId) !== true
    if (isOutside) void joinThread(channelId, context)
    return new ConversationTarget(command, conversationChannel, context)
  }
  if (channel && supportsThreads(channel) && canCreateThreads(interaction)) {
    context.permissionNotices.isNew(channel.id, 'thread', [])
    return new NewThreadTarget(command, channel, context)
  }
  return new ChannelTarget(command, context)
}

function requestFor({ interaction, question }: UsedCommand, target: CommandTarget): AnswerRequest {
  const { id, user, locale, channelId, guildId } = interaction
  const { text, model, about } = question
  return {
    attempt: id,
    trigger: id,
    askerId: user.id,
    locale,
    message: {
      id,
      channelId: channelId ?? '',
      author: 'person',
      speaker: toSpeaker({ ...user, global_name: user.globalName }, false),
      text,
      parts: [],
      editedAt: '',
      about: about?.message,
    },
    header: formatHeader({ quote: target.quote(text), about, model }, guildId),
    model,
    target,
  }
}
