import type { Discord, User } from 'discord-sandbox'
import type { Identity } from './page/protocol.ts'

/** The people whom a visitor can act as: the owner, a colleague, and a reader of Chinese. */
export function addPeople(discord: Discord, locale: string): readonly [User, ...User[]] {
  return [
    discord.addUser({ name: 'you', displayName: 'You', locale }),
    discord.addUser({ name: 'ada', displayName: 'Ada', locale: 'en-US' }),
    discord.addUser({ name: 'xiaolin', displayName: '小林', locale: 'zh-CN' }),
  ]
}

/**
 * Adds two servers. The bot is a member of one; in the other only the owner can use it, as a
 * user-installed app. Everybody has a direct message with the bot.
 */
export function seedDiscord(
  discord: Discord,
  { people, bot, locale }: { people: readonly [User, ...User[]]; bot: Identity; locale: string },
): void {
  const [owner, ...others] = people
  const home = discord.addGuild({
    name: 'Platen playground',
    owner: owner.id,
    preferredLocale: locale,
  })
  for (const { id } of others) discord.addMember(home.id, id)
  discord.addMember(home.id, bot.id)
  discord.addChannel(home.id, {
    name: 'general',
    topic: 'Type /ask and a question; go on in the thread that opens.',
  })
  discord.addChannel(home.id, { name: 'random', topic: 'Anything else.' })

  const elsewhere = discord.addGuild({ name: 'A server without it', owner: owner.id })
  for (const { id } of others) discord.addMember(elsewhere.id, id)
  discord.installForUser(bot.id, owner.id)
  discord.addChannel(elsewhere.id, {
    name: 'lounge',
    topic: 'The bot is no member here. You have installed it for yourself, so /ask works for you.',
  })
  for (const { id } of people) discord.addDirectMessage(id, bot.id)
}
