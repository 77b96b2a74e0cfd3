import { createDiscordAdapter } from '@chat-adapter/discord'
import { createMemoryState } from '@chat-adapter/state-memory'
import { Chat } from 'chat'
import { Events } from 'discord.js'
import { account, connect, createClient, deltasFor, ended } from './host.ts'

// As its documentation shows it: the stream of the model goes to `thread.post`, with the defaults
// (a placeholder, then an edit every 500 ms). Events come by its way for a gateway of one's own,
// because its own gateway client knows no other address than discord.com.
const client = createClient()
const connected = await connect(client)
const chat = new Chat({
  userName: 'bench',
  adapters: {
    discord: createDiscordAdapter({
      botToken: account.token,
      publicKey: '0'.repeat(64),
      applicationId: connected.application.id,
      apiUrl: `${account.apiUrl}/v10`,
    }),
  },
  state: createMemoryState(),
  logger: 'silent',
})

chat.onNewMention(async (thread, message) => {
  const question = /#\d+/.exec(message.text)?.[0] ?? ''
  try {
    await thread.post(deltasFor(question))
    ended(question)
  } catch (error) {
    ended(question, error)
  }
})

await chat.initialize()
client.on(Events.Raw, ({ t, d }: { readonly t: string | null; readonly d: RawMessage }) => {
  if (t !== 'MESSAGE_CREATE' || d.author.bot === true) return
  const channel = client.channels.cache.get(d.channel_id)
  const thread = channel?.isThread() ? { id: channel.id, parent_id: channel.parentId } : undefined
  const event = { type: `GATEWAY_${t}`, timestamp: Date.now(), data: { ...d, thread } }
  void chat.webhooks.discord(
    new Request('http://127.0.0.1/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-discord-gateway-token': account.token },
      body: JSON.stringify(event),
    }),
  )
})

interface RawMessage {
  readonly channel_id: string
  readonly author: { readonly bot?: boolean }
}
