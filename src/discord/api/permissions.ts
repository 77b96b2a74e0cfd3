import {
  type BaseInteraction,
  ChannelType,
  PermissionFlagsBits,
  type PermissionsBitField,
} from 'discord.js'
import type { Texts } from '../../core/texts.ts'
import { takesThreads } from '../threads/thread-creator.ts'

type Permission = keyof Texts['permissions']

/** What keeps the bot from answering where a command was used, as a sentence; `undefined`: nothing. */
export function whatForbids(
  { channel, appPermissions }: Pick<BaseInteraction, 'channel' | 'appPermissions'>,
  texts: Texts,
): string | undefined {
  if (!channel?.isThread()) return undefined
  const isLocked = channel.locked === true && !appPermissions.has(PermissionFlagsBits.ManageThreads)
  if (isLocked) return texts.missing.locked
  // Without them the bot would answer as if nothing had been said there.
  return cannotAnswer(lacking(appPermissions, ['ViewChannel', 'ReadMessageHistory']), texts)
}

/** Says what the bot lacks to answer at all; `undefined` where that is nothing. */
export function cannotAnswer(lacks: readonly Permission[], texts: Texts): string | undefined {
  if (lacks.length === 0) return undefined
  return texts.missing.cannotAnswer(namesOf(lacks, texts))
}

/** Why an answer opens no thread, where its channel takes some; `undefined`: it may. */
export function whyNoThread(
  { channel, appPermissions }: Pick<BaseInteraction, 'channel' | 'appPermissions'>,
  texts: Texts,
): string | undefined {
  if (!channel || !takesThreads(channel)) return undefined
  const lacks = lacking(appPermissions, ['CreatePublicThreads', 'SendMessagesInThreads'])
  return lacks.length === 0 ? undefined : texts.missing.noThread(namesOf(lacks, texts))
}

export function lacking(
  permissions: Readonly<PermissionsBitField>,
  needed: readonly Permission[],
): readonly Permission[] {
  return needed.filter((name) => !permissions.has(PermissionFlagsBits[name]))
}

function namesOf(lacks: readonly Permission[], texts: Texts): string {
  return lacks.map((name) => texts.permissions[name]).join(', ')
}

/** Whether the bot may write in a channel on its own. */
export function mayWrite({
  appPermissions,
  channel,
}: Pick<BaseInteraction, 'channel' | 'appPermissions'>): boolean {
  if (channel?.type === ChannelType.DM) return true
  const send = channel?.isThread() ? 'SendMessagesInThreads' : 'SendMessages'
  return channel !== null && lacking(appPermissions, ['ViewChannel', send]).length === 0
}
