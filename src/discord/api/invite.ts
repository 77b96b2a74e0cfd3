import { OAuth2Scopes, PermissionFlagsBits, PermissionsBitField } from 'discord.js'

/** All that the bot needs in a server; nothing of it is a moderator's. */
const permissions = new PermissionsBitField([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.AttachFiles,
])

/** The address that somebody opens to invite the bot into a server. */
export function inviteLink(applicationId: string): string {
  const address = new URL('https://discord.com/oauth2/authorize')
  address.search = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: permissions.bitfield.toString(),
  }).toString()
  return address.href
}
