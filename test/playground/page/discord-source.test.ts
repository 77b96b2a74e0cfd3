import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  SlashCommandBuilder,
} from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { startDiscord } from '../../../playground/discord/index.ts'
import { DiscordSource } from '../../../playground/page/discord-source.ts'
import type { PageMessage, ServerEvent } from '../../../playground/page/wire.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A server with a person, a channel, and a bot that does what the test says. */
async function scene(onInteraction: (interaction: Interaction) => Promise<unknown>, speed = 1) {
  const discord = await startDiscord({ speed })
  endings.push(() => discord.close())
  const person = discord.addUser({ name: 'you', displayName: 'You' })
  const bot = discord.addBot({ name: 'Platen' })
  const guild = discord.addGuild({ name: 'A guild', owner: person.id })
  const source = new DiscordSource(discord, {
    guild,
    person: { id: person.id, name: 'You' },
    bot,
    modelLabel: 'a model',
    examples: ['a question'],
  })
  const events: ServerEvent[] = []
  source.subscribe((event) => events.push(event))
  discord.addMember(guild.id, bot.id)
  const channel = discord.addChannel(guild.id, { name: 'general' })

  const rest = { api: discord.apiUrl }
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest })
  endings.push(() => client.destroy())
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction))
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(bot.token)
  await ready
  const definition = new SlashCommandBuilder()
    .setName('ask')
    .setDescription('Ask')
    .addStringOption((option) =>
      option.setName('question').setDescription('What').setRequired(true),
    )
  await client.application?.commands.set([definition])
  return { discord, source, events, channelId: channel.id }
}

/** The states that messages had, in the order a browser gets them. */
function seen(events: readonly ServerEvent[]): PageMessage[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.message] : []))
}

describe('DiscordSource', () => {
  it('lets a person ask, and shows how the answer grows and its thread opens', async () => {
    const { source, events, channelId } = await scene(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      await interaction.deferReply()
      await interaction.editReply(`> ${interaction.options.getString('question')}`)
      const reply = await interaction.editReply('the whole answer')
      await reply.startThread({ name: 'a thread' })
    })
    expect(
      await source.perform({ type: 'command', channelId, name: 'ask', text: 'why' }),
    ).toBeUndefined()
    await expect.poll(() => source.state().channels.map(({ name }) => name)).toContain('a thread')
    await expect.poll(() => seen(events).at(-1)?.thread?.name).toBe('a thread')

    const states = seen(events).filter((message) => message.channelId === channelId)
    expect(states[0]).toMatchObject({
      isThinking: true,
      usedCommand: { userName: 'You', command: '/ask' },
    })
    const texts = states.map(({ body }) => JSON.stringify(body))
    const quoted = texts.findIndex((text) => text.includes('quote') && text.includes('why'))
    const whole = texts.findIndex((text) => text.includes('the whole answer'))
    expect(quoted).toBeGreaterThan(0)
    expect(whole).toBeGreaterThan(quoted)
    const last = source.state().messages.find((message) => message.channelId === channelId)
    expect(last).toEqual(states.at(-1))
  })

  it('offers the registered commands with the option that takes the text', async () => {
    const { source, events } = await scene(async () => {})
    const commands = [{ name: 'ask', description: 'Ask', textOption: 'question' }]
    expect(source.state().commands).toEqual(commands)
    expect(events).toContainEqual({ type: 'commands', commands })
  })

  it('says what a person says, and presses buttons', async () => {
    const pressed: string[] = []
    const { source, channelId } = await scene(async (interaction) => {
      if (interaction.isButton()) {
        pressed.push(interaction.customId)
        await interaction.reply({ content: 'Only for you', flags: MessageFlags.Ephemeral })
      } else if (interaction.isChatInputCommand()) {
        const stop = new ButtonBuilder().setCustomId('stop').setLabel('Stop')
        const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
          stop.setStyle(ButtonStyle.Danger),
        )
        await interaction.reply({ content: 'a', components: [row] })
      }
    })
    await source.perform({ type: 'say', channelId, content: 'Hello' })
    expect(source.state().messages[0]).toMatchObject({ author: { name: 'You', isBot: false } })

    await source.perform({ type: 'command', channelId, name: 'ask', text: 'b' })
    const answer = source.state().messages.at(-1)
    const [[button] = []] = answer?.buttons ?? []
    expect(button).toMatchObject({ label: 'Stop', style: 'danger', customId: 'stop' })
    const messageId = answer?.id ?? ''
    await source.perform({ type: 'press', channelId, messageId, customId: 'stop' })
    expect(pressed).toEqual(['stop'])
    expect(source.state().messages.at(-1)).toMatchObject({ isEphemeral: true })
  })

  it('says what the client would say when nothing comes back', async () => {
    const { source, channelId } = await scene(async () => {}, 20)
    expect(await source.perform({ type: 'command', channelId, name: 'ask', text: 'a' })).toBe(
      'The application did not respond.',
    )
    expect(await source.perform({ type: 'command', channelId, name: 'ask', text: '' })).toBe(
      '/ask wants a question.',
    )
    expect(await source.perform({ type: 'command', channelId, name: 'none', text: '' })).toBe(
      'There is no command /none.',
    )
  })

  it('rejects what Discord refuses', async () => {
    const { source, channelId } = await scene(async () => {})
    const action = { type: 'say', channelId, content: 'a'.repeat(2001) } as const
    await expect(source.perform(action)).rejects.toThrow()
  })

  it('tells browsers how the bot is', async () => {
    const { source, events } = await scene(async () => {})
    source.setBotStatus('offline')
    const bot = { name: 'Platen', status: 'offline' }
    expect(events.at(-1)).toEqual({ type: 'bot', bot })
    expect(source.state().bot).toEqual(bot)
  })
})
