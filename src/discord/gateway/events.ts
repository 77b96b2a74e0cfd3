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
import { press } from '../buttons/handle-button.ts'
import type { Bot } from '../context.ts'
import type { Commands } from '../interactions/command.ts'
import { considerMessage, isAddressed, isFromPerson, type RawMessage } from './answer-message.ts'

/**
 * Hands what happens in Discord to the commands and the conversations, each event once: the gateway
 * repeats events after a connection was resumed. Messages are taken as the gateway gives them, for
 * discord.js leaves out what a conversation needs.
 */
export function listen(client: Client, commands: Commands, bot: Bot): void {
  const { answering, conversations, membership, journal, log } = bot

  function attend(trigger: string, task: () => Promise<void>): void {
    if (journal.claim(trigger)) begin(trigger, task)
  }
  function begin(trigger: string, task: () => Promise<void>): void {
    task().catch((error: unknown) => log.warn({ error, trigger }, 'a question was not answered'))
  }

  /** Messages of which it is not known yet whether they are to be answered, and that still are there. */
  const considering = new Set<string>()
  function attendMessage({ id }: RawMessage, task: () => Promise<void>): void {
    if (considering.has(id)) attend(id, task)
  }

  /** Before that the bot does not know who it is, nor which servers it is in. */
  const early: ((client: Client<true>) => void)[] = []
  function whenReady(task: (client: Client<true>) => void): void {
    if (client.isReady()) task(client)
    else early.push(task)
  }
  client.once(Events.ClientReady, (ready) => {
    for (const task of early.splice(0)) task(ready)
  })

  client.on(Events.InteractionCreate, (interaction) => {
    bot.locales.set(interaction.user.id, interaction.locale)
    if (interaction.isAutocomplete()) {
      // One for each key that is pressed: none is worth a note, and a repeated one does no harm.
      begin(interaction.id, async () => complete(interaction, commands, bot))
      return
    }
    const task = taskOf(interaction, commands, bot)
    if (task) attend(interaction.id, task)
  })

  membership.follow(client)

  client.ws.on(
    GatewayDispatchEvents.InteractionCreate,
    (interaction: GatewayInteractionCreateDispatchData) => {
      if (interaction.type !== InteractionType.ApplicationCommand) return
      const { data } = interaction
      if (data.type !== ApplicationCommandType.Message) return
      // Only here the message comes whole; where the bot is a guest, it can never be read again.
      const target = data.resolved.messages[data.target_id]
      if (target !== undefined) whenReady(() => void conversations.keep(target))
    },
  )

  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: RawMessage) => {
    whenReady((ready) => {
      conversations.see(message)
      if (!isFromPerson(message)) return
      considering.add(message.id)
      const heard = { message, isAddressed: isAddressed(message, ready) }
      const considered = considerMessage(heard, { client: ready, bot, attend: attendMessage })
      if (considered === undefined) considering.delete(message.id)
      else
        void considered
          .catch((error: unknown) =>
            log.warn({ error, trigger: message.id }, 'a message was not heard'),
          )
          .finally(() => considering.delete(message.id))
    })
  })

  // Who changes a question wants an answer to what it says now.
  client.ws.on(GatewayDispatchEvents.MessageUpdate, (message: Update) => {
    whenReady(() => {
      // What became of the message, only Discord knows: it is read again when it is needed.
      if (!isWhole(message)) return conversations.forget(message.channel_id)
      conversations.see(message)
      if (!answering.isUnderWay(message.id)) return
      const text = conversations.post(message)?.text ?? ''
      if (text !== '') answering.askAnew(message.id, text)
    })
  })

  // Who takes a question back wants no answer; who deletes an answer, no more of it.
  function lose(id: string, channelId: string): void {
    considering.delete(id)
    conversations.lose(id, channelId)
    answering.lose(id)
  }
  client.ws.on(
    GatewayDispatchEvents.MessageDelete,
    ({ id, channel_id }: GatewayMessageDeleteDispatchData) => lose(id, channel_id),
  )
  client.ws.on(
    GatewayDispatchEvents.MessageDeleteBulk,
    ({ ids, channel_id }: GatewayMessageDeleteBulkDispatchData) => {
      for (const id of ids) lose(id, channel_id)
    },
  )

  // A new session: nobody knows what happened since the last one ended. The servers are told next.
  client.ws.on(GatewayDispatchEvents.Ready, () => {
    conversations.clear()
    membership.clear()
  })
}

/** Discord promises no more of a changed message than where it is. */
type Update = Partial<RawMessage> & Pick<RawMessage, 'id' | 'channel_id'>

function isWhole(message: Update): message is RawMessage {
  return message.author !== undefined && message.content !== undefined
}

function taskOf(
  interaction: Interaction,
  { slash, message }: Commands,
  bot: Bot,
): (() => Promise<void>) | undefined {
  if (interaction.isButton()) return () => press(interaction, bot)
  if (interaction.isModalSubmit()) {
    const command = message.find(({ form }) => interaction.customId.startsWith(`${form}:`))
    return command && (() => command.submit(interaction, bot))
  }
  if (interaction.isMessageContextMenuCommand()) {
    const command = message.find(({ definition }) => definition.name === interaction.commandName)
    return command && (() => command.run(interaction, bot))
  }
  if (!interaction.isChatInputCommand()) return undefined
  const command = slash.find(({ definition }) => definition.name === interaction.commandName)
  return command && (() => command.run(interaction, bot))
}

async function complete(
  interaction: AutocompleteInteraction,
  { slash }: Commands,
  bot: Bot,
): Promise<void> {
  const command = slash.find(({ definition }) => definition.name === interaction.commandName)
  await command?.complete?.(interaction, bot)
}
