import type { Discord, DiscordEvent } from '../discord/index.ts'
import { wireCommands } from './discord-wire.ts'
import type { PageSource } from './server.ts'
import { GuildView } from './view.ts'
import type { BrowserAction, PageBot, PageCommand, PageState, ServerEvent } from './wire.ts'

export interface DiscordSourceOptions {
  readonly guild: { readonly id: string; readonly name: string }
  /** Whose eyes and hands the page is. */
  readonly person: { readonly id: string; readonly name: string }
  readonly bot: { readonly id: string; readonly name: string }
  readonly modelLabel: string
  readonly examples: readonly string[]
}

/** Discord's numbers for a command that is typed, and for an option that takes text. */
const slashCommand = 1
const stringOption = 3

/** What one person sees of the stand-in Discord from now on, and does there. */
export class DiscordSource implements PageSource {
  readonly #discord: Discord
  readonly #options: DiscordSourceOptions
  readonly #view: GuildView
  readonly #listeners = new Set<(event: ServerEvent) => void>()
  #status: PageBot['status'] = 'starting'

  constructor(discord: Discord, options: DiscordSourceOptions) {
    this.#discord = discord
    this.#options = options
    this.#view = new GuildView([options.person, options.bot])
    discord.subscribe((event) => this.#receive(event))
  }

  state(): PageState {
    const { guild, modelLabel, examples } = this.#options
    return {
      guildName: guild.name,
      modelLabel,
      examples,
      bot: this.#bot,
      channels: this.#view.channels,
      commands: this.#commands,
      messages: this.#view.messages,
    }
  }

  subscribe(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setBotStatus(status: PageBot['status']): void {
    this.#status = status
    this.#tell({ type: 'bot', bot: this.#bot })
  }

  async perform(action: BrowserAction): Promise<string | undefined> {
    const person = this.#discord.as(this.#options.person.id)
    if (action.type === 'say') {
      person.say(action.channelId, action.content)
      return undefined
    }
    if (action.type === 'press') {
      const pressed = await person.press(action.messageId, action.customId)
      return pressed.acknowledgedAfterMs === undefined ? 'This interaction failed.' : undefined
    }
    const { channelId, name, text } = action
    const command = this.#commands.find((each) => each.name === name)
    if (command === undefined) return `There is no command /${name}.`
    const { textOption } = command
    if (textOption !== undefined && text === '') return `/${name} wants a ${textOption}.`
    const used = await person.command(
      channelId,
      name,
      textOption === undefined ? {} : { [textOption]: text },
    )
    return used.acknowledgedAfterMs === undefined ? 'The application did not respond.' : undefined
  }

  get #commands(): readonly PageCommand[] {
    const { bot, guild } = this.#options
    const registered = [guild.id, undefined].flatMap((id) => this.#discord.commands(bot.id, id))
    return wireCommands.parse(registered).flatMap(({ type, name, description, options }) => {
      if (type !== slashCommand) return []
      const textOption = options.find((option) => option.type === stringOption)?.name
      return [{ name, description, ...(textOption === undefined ? {} : { textOption }) }]
    })
  }

  get #bot(): PageBot {
    return { name: this.#options.bot.name, status: this.#status }
  }

  #receive(event: DiscordEvent): void {
    if (event.kind === 'dispatch') {
      for (const each of this.#view.receive(event.type, event.data)) this.#tell(each)
    } else if (event.kind === 'exchange') {
      const { method, route } = event.exchange
      const mayChange = method !== 'GET' && route?.includes('/commands')
      if (mayChange) this.#tell({ type: 'commands', commands: this.#commands })
    }
  }

  #tell(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
