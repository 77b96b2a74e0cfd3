import { type Client, Events } from 'discord.js'
import type { Bot } from './bot.ts'
import type { Command } from './command.ts'
import { answerMessage, isQuestion } from './message-question.ts'
import { press } from './press.ts'

/**
 * Hands what happens in Discord to the commands and the conversations, each event once: the gateway
 * repeats events after a connection was resumed.
 */
export function listen(client: Client, commands: readonly Command[], bot: Bot): void {
  function attend(trigger: string, task: () => Promise<void>): void {
    if (!bot.journal.claim(trigger)) return
    task().catch((error: unknown) =>
      bot.log.warn({ error, trigger }, 'a question was not answered'),
    )
  }

  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isButton()) attend(interaction.id, () => press(interaction, bot))
    if (!interaction.isChatInputCommand()) return
    const command = commands.find(({ definition }) => definition.name === interaction.commandName)
    if (command) attend(interaction.id, () => command.run(interaction, bot))
  })

  // Who changes a question wants an answer to what it says now.
  client.on(Events.MessageUpdate, (_, { id, content }) => {
    if (content) bot.answering.askAnew(id, content)
  })

  // Who takes a question back wants no answer; who deletes an answer, no more of it.
  function forget(id: string): void {
    bot.answering.stop(id)
    bot.answering.losePage(id)
  }
  client.on(Events.MessageDelete, ({ id }) => forget(id))
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const id of messages.keys()) forget(id)
  })

  client.on(Events.MessageCreate, (message) => {
    if (isQuestion(message)) attend(message.id, () => answerMessage(message, bot))
  })
}
