import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import type { Bot } from '../context.ts'

/** One slash command: how Discord shows it, and what it does. */
export interface SlashCommand {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody
  /** Must acknowledge the interaction within 3 seconds. */
  run(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void>
  /** Offers values for the option that is being typed, within 3 seconds. */
  complete?(interaction: AutocompleteInteraction, bot: Bot): Promise<void>
}

/** One entry of the menu of a message, which opens a form. */
export interface MessageCommand {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody
  /** How the ids of its forms begin. */
  readonly form: string
  run(interaction: MessageContextMenuCommandInteraction, bot: Bot): Promise<void>
  /** Takes a form that was filled in. Must acknowledge it within 3 seconds. */
  submit(interaction: ModalSubmitInteraction, bot: Bot): Promise<void>
}

/** What people can do, each by its own kind of command. */
export interface Commands {
  readonly slash: readonly SlashCommand[]
  readonly message: readonly MessageCommand[]
}
