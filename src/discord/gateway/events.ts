import {
  ApplicationCommandType,
  type AutocompleteInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayInteractionCreateDispatchData,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type Interaction,
  InteractionType,
} from 'discord.js'
import { buttonHandler } from '../buttons/handle-button.ts'
import type { DiscordContext } from '../context.ts'
import type { Commands } from '../interactions/command.ts'
import { considerMessage, isAddressed, isFromPerson, type RawMessage } from './answer-message.ts'
import type { EventGate } from './event-gate.ts'

/**
 * Passes gateway events to the commands and conversations, each event once: after a resume, the gateway
 * repeats events. Messages are taken as raw payloads, because discord.js leaves out what a conversation
 * needs.
 */
export function listen(
  client: Client,
  commands: Commands,
  gate: EventGate,
  context: DiscordContext,
): void {
  context.membership.follow(client)
  // A new session: events may have been missed since the last one ended. GUILD_CREATE events follow.
  client.ws.on(GatewayDispatchEvents.Ready, () => {
    context.conversations.clear()
    context.membership.clear()
  })
  client.once(Events.ClientReady, (ready) => {
    const tasks = new EventTasks(gate, context)
    listenToInteractions(ready, commands, tasks, context)
    listenToMessages(ready, tasks, context)
  })
}

/** Runs what events ask for. */
class EventTasks {
  readonly #gate: EventGate
  readonly #context: DiscordContext

  constructor(gate: EventGate, context: DiscordContext) {
    this.#gate = gate
    this.#context = context
  }

  /** A listener whose faults stay in its event. */
  contained<T>(event: string, listener: (payload: T) => void): (payload: T) => void {
    return (payload) => this.#gate.contain(event, () => listener(payload))
  }

  /** Runs a task for a trigger, unless it was claimed before. */
  claimOnce(trigger: string, task: () => Promise<void>): void {
    if (this.#context.journal.claim(trigger)) this.run(trigger, task)
  }

  run(trigger: string, task: () => Promise<void>): void {
    task().catch((error: unknown) =>
      this.#context.log.warn({ error, trigger }, 'an event was not handled'),
    )
  }
}

function listenToInteractions(
  client: Client<true>,
  commands: Commands,
  tasks: EventTasks,
  context: DiscordContext,
): void {
  const handleButton = buttonHandler(context)

  function taskOf(interaction: Interaction): (() => Promise<void>) | undefined {
    const { slash, message } = commands
    if (interaction.isButton()) return () => handleButton(interaction)
    if (interaction.isModalSubmit()) {
      const isFor = ({ modalPrefix }: Commands['message'][number]) =>
        interaction.customId.startsWith(`${modalPrefix}:`)
      const command = message.find(isFor)
      return command && (() => command.submitModal(interaction, context))
    }
    if (interaction.isMessageContextMenuCommand()) {
      const command = message.find(({ definition }) => definition.name === interaction.commandName)
      return command && (() => command.run(interaction, context))
    }
    if (!interaction.isChatInputCommand()) return undefined
    const command = slash.find(({ definition }) => definition.name === interaction.commandName)
    return command && (() => command.run(interaction, context))
  }

  async function autocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const command = commands.slash.find(
      ({ definition }) => definition.name === interaction.commandName,
    )
    await command?.autocomplete?.(interaction, context)
  }

  function onInteraction(interaction: Interaction): void {
    context.locales.set(interaction.user.id, interaction.locale)
    if (interaction.isAutocomplete()) {
      // One event for each key: a repeated one does no harm, and none is worth a claim.
      tasks.run(interaction.id, () => autocomplete(interaction))
      return
    }
    const task = taskOf(interaction)
    if (task) tasks.claimOnce(interaction.id, task)
  }
  client.on(Events.InteractionCreate, tasks.contained('interaction', onInteraction))

  // Only the raw payload holds whole messages, and the bot may never be able to read them again.
  client.ws.on(
    GatewayDispatchEvents.InteractionCreate,
    tasks.contained('interaction', (interaction: GatewayInteractionCreateDispatchData) => {
      const message = messageIn(interaction)
      if (message !== undefined) context.conversations.addSingle(message)
    }),
  )
}

/** The message that a context menu command was used on, or that has the pressed button. */
function messageIn(interaction: GatewayInteractionCreateDispatchData) {
  if (interaction.type === InteractionType.MessageComponent) return interaction.message
  if (interaction.type !== InteractionType.ApplicationCommand) return undefined
  const { data } = interaction
  return data.type === ApplicationCommandType.Message
    ? data.resolved.messages[data.target_id]
    : undefined
}

/** Discord promises no more of an edited message than its address. */
type MessageUpdate = Partial<RawMessage> & Pick<RawMessage, 'id' | 'channel_id'>

function isWhole(message: MessageUpdate): message is RawMessage {
  return message.author !== undefined && message.content !== undefined
}

function listenToMessages(client: Client<true>, tasks: EventTasks, context: DiscordContext): void {
  const { answers, conversations, log } = context
  /** The ids of messages that still exist and for which Discord is being asked something. */
  const considered = new Set<string>()

  function onMessage(message: RawMessage): void {
    conversations.update(message)
    if (!isFromPerson(message)) return
    considered.add(message.id)
    const incoming = { message, isAddressed: isAddressed(message, client) }
    const claimOnce = ({ id }: RawMessage, task: () => Promise<void>) => {
      if (considered.has(id)) tasks.claimOnce(id, task)
    }
    const pending = considerMessage(incoming, { client, context, claimOnce })
    if (pending === undefined) {
      considered.delete(message.id)
      return
    }
    void pending
      .catch((error: unknown) =>
        log.warn({ error, trigger: message.id }, 'a message was not considered'),
      )
      .finally(() => considered.delete(message.id))
  }

  function onMessageUpdated(message: MessageUpdate): void {
    // An incomplete update: the conversation is fetched again when it is needed.
    if (!isWhole(message)) {
      conversations.forget(message.channel_id)
      return
    }
    conversations.update(message)
    if (!answers.isPending(message.id)) return
    const text = conversations.toMessage(message)?.text ?? ''
    if (text !== '') answers.onMessageEdited(message.id, text)
  }

  function onMessageDeleted(id: string, channelId: string): void {
    considered.delete(id)
    conversations.onMessageDeleted(id, channelId)
    answers.onMessageDeleted(id)
  }

  const { ws } = client
  ws.on(GatewayDispatchEvents.MessageCreate, tasks.contained('message', onMessage))
  ws.on(GatewayDispatchEvents.MessageUpdate, tasks.contained('message update', onMessageUpdated))
  ws.on(
    GatewayDispatchEvents.MessageDelete,
    tasks.contained('message delete', (deleted: GatewayMessageDeleteDispatchData) =>
      onMessageDeleted(deleted.id, deleted.channel_id),
    ),
  )
  ws.on(
    GatewayDispatchEvents.MessageDeleteBulk,
    tasks.contained('message delete', (deleted: GatewayMessageDeleteBulkDispatchData) => {
      for (const id of deleted.ids) onMessageDeleted(id, deleted.channel_id)
    }),
  )
}
