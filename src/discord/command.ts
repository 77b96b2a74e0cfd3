import type {
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import type { Bot } from './bot.ts'

/** One slash command: how Discord shows it, and what it does. */
export interface Command {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody
  /** Must acknowledge the interaction within 3 seconds. */
  run(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void>
}
