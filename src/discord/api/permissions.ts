import {
  type BaseInteraction,
  type Channel,
  ChannelType,
  PermissionFlagsBits,
  type PermissionsBitField,
} from 'discord.js'
import type { Texts } from '../../core/texts.ts'
import { supportsThreads } from './channels.ts'

export type Permission = keyof Texts['permissions']

type Used = Pick<BaseInteraction, 'channel' | 'appPermissions'>

/** Why the bot cannot answer where a command was used, as a sentence; `undefined` where it can. */
export function answerForbidden(
  { channel, appPermissions }: Used,
  texts: Texts,
): string | undefined {
  if (!channel?.isThread()) return undefined
  const isLocked = channel.locked === true && !appPermissions.has(PermissionFlagsBits.ManageThreads)
  if (isLocked) return texts.missing.locked
  // Without these permissions the bot would answer as if nothing had been said there.
  return cannotAnswer(missingOf(appPermissions, ['ViewChannel', 'ReadMessageHistory']), texts)
}

/** Names the permissions that the bot lacks to answer at all; `undefined` where it lacks none. */
export function cannotAnswer(missing: readonly Permission[], texts: Texts): string | undefined {
  if (missing.length === 0) return undefined
  return texts.missing.cannotAnswer(namesOf(missing, texts))
}

/** The permissions that the bot lacks to open a thread where a command was used. */
export function missingForThread({ channel, appPermissions }: Used): readonly Permission[] {
  if (!channel || !supportsThreads(channel)) return []
  return missingOf(appPermissions, ['CreatePublicThreads', 'SendMessagesInThreads'])
}

/** Names the permissions that the bot lacks to open a thread. */
export function noThread(missing: readonly Permission[], texts: Texts): string {
  return texts.missing.noThread(namesOf(missing, texts))
}

/** The permissions that the bot lacks to reply to a message in a channel. */
export function missingForReply(channel: Channel | undefined): readonly Permission[] {
  if (channel === undefined || channel.isDMBased()) return []
  const { me } = channel.guild.members
  const permissions = me && channel.permissionsFor(me)
  if (!permissions || permissions.has(PermissionFlagsBits.Administrator)) return []
  const send = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages'
  return missingOf(permissions, ['ViewChannel', send, 'ReadMessageHistory'])
}

/** Whether the bot can open a thread where an interaction was used, and write in it. */
export function canCreateThreads({
  appPermissions,
}: Pick<BaseInteraction, 'appPermissions'>): boolean {
  const { CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits
  return appPermissions.has([CreatePublicThreads, SendMessagesInThreads])
}

/** Whether the bot can write in a channel without an interaction token. */
export function canSend({ appPermissions, channel }: Used): boolean {
  if (channel?.type === ChannelType.DM) return true
  const send = channel?.isThread() ? 'SendMessagesInThreads' : 'SendMessages'
  return channel !== null && missingOf(appPermissions, ['ViewChannel', send]).length === 0
}

function missingOf(
  permissions: Readonly<PermissionsBitField>,
  needed: readonly Permission[],
): readonly Permission[] {
  return needed.filter((name) => !permissions.has(PermissionFlagsBits[name]))
}

function namesOf(permissions: readonly Permission[], texts: Texts): string {
  return permissions.map((name) => texts.permissions[name]).join(', ')
}
