import {
  type ChatInputCommandInteraction,
  Client,
  Events,
  GatewayIntentBits,
  type Message,
} from 'discord.js'
import OpenAI from 'openai'

/** What a bot answers: a message in a thread, or a slash command that it has deferred. */
export type Target = Message<true> | ChatInputCommandInteraction

const environment = {
  token: process.env['DISCORD_TOKEN'] ?? '',
  apiUrl: process.env['DISCORD_API_URL'] ?? '',
  modelUrl: process.env['OPENAI_BASE_URL'] ?? '',
}

const openai = new OpenAI({ apiKey: 'none', baseURL: environment.modelUrl, maxRetries: 0 })

/** What the model writes, as it comes. */
export async function* deltasFor(question: string): AsyncGenerator<string, void> {
  const messages = [{ role: 'user' as const, content: question }]
  const stream = await openai.chat.completions.create({
    model: 'bench-model',
    messages,
    stream: true,
  })
  for await (const { choices } of stream) yield choices[0]?.delta.content ?? ''
}

/** Where and as whom a bot connects. */
export const account = environment

/** A client on the stand-in, otherwise with the defaults of discord.js. */
export function createClient(): Client {
  const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits
  return new Client({
    intents: [Guilds, GuildMessages, MessageContent],
    rest: { api: environment.apiUrl },
  })
}

/** Connects, registers `/ask` and tells the bench that questions may come. */
export async function connect(client: Client): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve)
  })
  await client.login(environment.token)
  const connected = await ready
  const question = { type: 3, name: 'question', description: 'What to ask', required: true }
  await connected.application.commands.set([
    { name: 'ask', description: 'Asks the model', options: [question] },
  ])
  process.send?.({ kind: 'ready' })
  return connected
}

/** Says that nothing more will be shown of the answer to `question`. */
export function ended(question: string, error?: unknown): void {
  process.send?.({
    kind: 'ended',
    question,
    error: error === undefined ? undefined : String(error),
  })
}

/** Lets `answer` answer what people write in threads, and `/ask`. */
export async function serve(
  answer: (target: Target, deltas: AsyncIterable<string>) => Promise<void>,
): Promise<void> {
  const client = createClient()
  const run = async (target: Target, text: string) => {
    const question = /#\d+/.exec(text)?.[0] ?? ''
    await answer(target, deltasFor(question)).then(
      () => ended(question),
      (error: unknown) => ended(question, error),
    )
  }
  client.on(Events.MessageCreate, (message) => {
    if (message.author.bot || !message.inGuild() || !message.channel.isThread()) return
    void run(message, message.content)
  })
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return
    void interaction
      .deferReply()
      .then(() => run(interaction, interaction.options.getString('question', true)))
  })
  await connect(client)
}
