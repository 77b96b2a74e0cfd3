import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import { holds } from '../permissions.ts'
import type { MessageBody } from '../schemas/message.ts'
import { permissionsIn, sendPermission } from '../state/access.ts'
import {
  type AttachmentState,
  type ChannelState,
  type InteractionState,
  MessageFlag,
  MessageKind,
  type MessageState,
} from '../state/entities.ts'
import { isExternal } from '../state/installs.ts'
import type { World } from '../state/world.ts'
import { createMessage, editMessage } from './messages.ts'

/** Within this an interaction must be acknowledged. */
export const acknowledgeMs = 3000
/** Lifetime of a token for edits and follow-ups, in milliseconds. */
const tokenMs = 15 * 60_000
/** Of an app that only a user installed. */
const mostFollowUps = 5

export type NewInteraction = Pick<
  InteractionState,
  | 'type'
  | 'applicationId'
  | 'userId'
  | 'guildId'
  | 'channelId'
  | 'commandName'
  | 'commandType'
  | 'owners'
> &
  Partial<Pick<InteractionState, 'targetMessageId' | 'sourceMessageId' | 'parentId'>>

export function createInteraction(world: World, of: NewInteraction): InteractionState {
  const id = world.snowflakes.next()
  const interaction: InteractionState = {
    targetMessageId: undefined,
    sourceMessageId: undefined,
    parentId: undefined,
    ...of,
    id,
    token: Buffer.from(`interaction:${id}:${world.secret(48)}`).toString('base64url'),
    createdAtMs: world.timing.now(),
    answeredWith: undefined,
    answeredAtMs: undefined,
    ephemeral: false,
    originalId: undefined,
    followUps: 0,
    expired: false,
    choices: [],
    modal: undefined,
  }
  world.interactions.set(id, interaction)
  world.interactions.set(interaction.token, interaction)
  return interaction
}

export const Callback = {
  message: 4,
  defer: 5,
  deferUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const

/** The interaction of a callback request. Throws 10062 and 40060. */
export function needOpen(world: World, id: string, token: string): InteractionState {
  const interaction = world.interactions.get(id)
  if (interaction === undefined || interaction.token !== token || interaction.id !== id) {
    throw new DiscordError('unknownInteraction')
  }
  if (interaction.answeredWith !== undefined) throw new DiscordError('alreadyAcknowledged')
  const ageMs = world.timing.now() - interaction.createdAtMs
  if (interaction.expired || ageMs > world.timing.scale(acknowledgeMs)) {
    throw new DiscordError('unknownInteraction')
  }
  return interaction
}

/** The interaction behind a webhook request. Throws 10015 before the acknowledgement, 50027 after 15 minutes. */
export function needAnswered(world: World, applicationId: string, token: string): InteractionState {
  const interaction = world.interactions.get(token)
  if (interaction === undefined || interaction.applicationId !== applicationId) {
    throw new DiscordError('unknownWebhook')
  }
  const ageMs = world.timing.now() - interaction.createdAtMs
  if (interaction.expired || ageMs > world.timing.scale(tokenMs)) {
    throw new DiscordError('deadToken')
  }
  if (interaction.answeredWith === undefined) throw new DiscordError('unknownWebhook')
  return interaction
}

export function acknowledge(
  world: World,
  interaction: InteractionState,
  answer: { readonly type: number; readonly choices?: readonly Json[]; readonly modal?: Json },
): void {
  interaction.answeredWith = answer.type
  interaction.answeredAtMs = world.timing.now()
  interaction.choices = answer.choices ?? []
  interaction.modal = answer.modal
  if (answer.type === Callback.update || answer.type === Callback.deferUpdate) {
    interaction.originalId = interaction.sourceMessageId
    interaction.ephemeral =
      world.messages.get(interaction.sourceMessageId ?? '')?.ephemeralFor !== undefined
  }
  world.answered(interaction)
}

export interface InteractionMessage {
  readonly form: MessageBody
  readonly attachments: readonly AttachmentState[]
  /** "is thinking ..." */
  readonly loading?: boolean
}

/** The first response. Whether it is ephemeral holds for good. */
export function createOriginal(
  world: World,
  interaction: InteractionState,
  { form, attachments, loading }: InteractionMessage,
): MessageState {
  interaction.ephemeral = isEphemeral(world, interaction, form)
  const pointsTo = interaction.sourceMessageId ?? interaction.targetMessageId
  const message = createMessage(world, needChannel(world, interaction), {
    authorId: interaction.applicationId,
    form,
    attachments,
    interaction,
    type: kindOf(interaction),
    flags:
      (interaction.ephemeral ? MessageFlag.ephemeral : 0) | (loading ? MessageFlag.loading : 0),
    // The message whose button was pressed, or on which a message command was used.
    ...(pointsTo === undefined ? {} : { repliesTo: pointsTo }),
  })
  interaction.originalId = message.id
  return message
}

/** Throws 10003 where it was deleted meanwhile. */
function needChannel(world: World, { channelId }: InteractionState): ChannelState {
  const channel = world.channels.get(channelId)
  if (channel === undefined) throw new DiscordError('unknownChannel')
  return channel
}

/** Asked for, or all that the person may have: what only a user installed speaks with that user's permissions. */
function isEphemeral(world: World, interaction: InteractionState, form: MessageBody): boolean {
  if (((form.flags ?? 0) & MessageFlag.ephemeral) !== 0) return true
  if (interaction.guildId === undefined || !isExternal(world, interaction)) return false
  const channel = needChannel(world, interaction)
  const permissions = permissionsIn(world, channel, interaction.userId)
  return !holds(permissions, 'USE_EXTERNAL_APPS', sendPermission(channel))
}

function kindOf(interaction: InteractionState): number {
  if (interaction.type !== 2) return MessageKind.reply
  return interaction.commandType === 1 ? MessageKind.slashCommand : MessageKind.contextMenuCommand
}

/** Throws 10008 where it was deleted, or never there. */
function original(world: World, interaction: InteractionState): MessageState {
  const message = world.messages.get(interaction.originalId ?? '')
  if (message === undefined) throw new DiscordError('unknownMessage')
  return message
}

/** After a defer the first follow-up takes the place of "is thinking ...". */
export function createFollowUp(
  world: World,
  interaction: InteractionState,
  { form, attachments }: InteractionMessage,
): MessageState {
  if (isExternal(world, interaction) && interaction.followUps >= mostFollowUps) {
    throw new DiscordError('tooManyFollowUps')
  }
  const message = followUp(world, interaction, { form, attachments })
  interaction.followUps += 1
  return message
}

function followUp(
  world: World,
  interaction: InteractionState,
  { form, attachments }: InteractionMessage,
): MessageState {
  const first = world.messages.get(interaction.originalId ?? '')
  if (first !== undefined && first.flags & MessageFlag.loading) {
    editMessage(world, first, form, attachments)
    return first
  }
  return createMessage(world, needChannel(world, interaction), {
    authorId: interaction.applicationId,
    form,
    attachments,
    interaction,
    type: MessageKind.reply,
    flags: isEphemeral(world, interaction, form) ? MessageFlag.ephemeral : 0,
    ...(interaction.originalId === undefined ? {} : { repliesTo: interaction.originalId }),
  })
}

/** A message that this interaction made. Throws 10008. */
export function ownMessage(
  world: World,
  interaction: InteractionState,
  messageId: string,
): MessageState {
  if (messageId === '@original') return original(world, interaction)
  const message = world.messages.get(messageId)
  const isOwn = message?.interactionId === interaction.id || messageId === interaction.originalId
  if (message === undefined || !isOwn) throw new DiscordError('unknownMessage')
  return message
}
