import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import type { DiscordContext } from '../context.ts'

/** A slash command: its definition for Discord, and what it does. */
export interface SlashCommand {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody
  /** Must acknowledge the interaction within 3 seconds. */
  run(interaction: ChatInputCommandInteraction, context: DiscordContext): Promise<void>
  /** Offers values for the focused option, within 3 seconds. */
  autocomplete?(interaction: AutocompleteInteraction, context: DiscordContext): Promise<void>
}

/** An entry in the context menu of messages, which opens a modal. */
export interface MessageCommand {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody
  /** The custom ids of its modals start with it. */
  readonly modalPrefix: string
  run(interaction: MessageContextMenuCommandInteraction, context: DiscordContext): Promise<void>
  /** Handles a submitted modal. Must acknowledge it within 3 seconds. */
  submitModal(interaction: ModalSubmitInteraction, context: DiscordContext): Promise<void>
}

/** All commands, by kind. */
export interface Commands {
  readonly slash: readonly SlashCommand[]
  readonly message: readonly MessageCommand[]
}
