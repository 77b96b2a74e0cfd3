import type { Example } from '../../protocol.ts'
import type { Client } from '../client.ts'
import type { Channel } from '../state/channel.ts'
import { namesAsMentions } from '../state/mentions.ts'
import { newDraft } from '../state/view-state.ts'
import { goToEnd } from '../ui/scroll-anchors.ts'
import { enterCommand, restore } from './command-draft.ts'
import { filledIn } from './filled-in.ts'
import { typedCommand } from './typed-command.ts'

const maxFiles = 10
const maxFileBytes = 10 * 1024 * 1024
/** Discord's limit for people without a subscription. */
export const maxMessageLength = 2000

/** Sends the field's message or command. */
export async function send(client: Client, channel: Channel): Promise<void> {
  const draft = client.view.draft(channel.id)
  if (draft.command !== undefined) return sendCommand(client, channel)
  const typed = typedCommand(client.commandCache.of(channel.id), `${draft.text} `)
  if (typed !== undefined) {
    enterCommand(client, channel.id, typed.command, typed.rest.trimEnd())
    const needsMore = typed.command.options.some(({ isRequired }) => isRequired)
    return needsMore && typed.rest.trim() === '' ? undefined : sendCommand(client, channel)
  }
  const { text, files, replyTo } = draft
  if (text.trim() === '' && files.length === 0) return
  if (text.length > maxMessageLength) {
    draft.problem = client.words.tooLong(text.length - maxMessageLength)
    client.changed()
    return
  }
  clearField(client, channel.id)
  const content = namesAsMentions(client.store, text, channel.guildId)
  const isSent = await client.attempt(channel.id, () =>
    client.api.call(
      'say',
      {
        channelId: channel.id,
        content,
        replyTo: replyTo?.messageId,
        pingReply: replyTo?.ping,
      },
      files,
    ),
  )
  const now = client.view.draft(channel.id)
  // Restores the draft after sending failed.
  if (!isSent && now.text === '' && now.files.length === 0)
    client.view.drafts.set(channel.id, draft)
  client.changed()
}

async function sendCommand(client: Client, channel: Channel): Promise<void> {
  const draft = client.view.draft(channel.id)
  const { command } = draft
  if (command === undefined) return
  const options = filledIn(client.words, command)
  if (typeof options === 'string') {
    draft.problem = options
    client.changed()
    return
  }
  clearField(client, channel.id)
  const isSent = await client.use(channel.id, client.words.noResponse, () =>
    client.api.call('command', { channelId: channel.id, name: command.command.name, options }),
  )
  if (!isSent) restore(client, channel.id, command)
}

/** Sends an example at once, as if it had been typed. */
export async function ask(
  client: Client,
  channel: Channel,
  { question, hint }: Example,
): Promise<void> {
  lookAtTheEnd(client, channel.id)
  if (hint !== undefined) client.store.notices.add(channel.id, hint, 'hint')
  await client.use(channel.id, client.words.noResponse, () =>
    client.api.call('command', { channelId: channel.id, name: 'ask', options: { question } }),
  )
}

function clearField(client: Client, channelId: string): void {
  client.view.drafts.set(channelId, newDraft())
  lookAtTheEnd(client, channelId)
}

/** Scrolls to where the answer will appear, and removes old notices. */
export function lookAtTheEnd(client: Client, channelId: string): void {
  client.store.notices.forget(channelId)
  goToEnd(client, channelId)
  client.changed()
}

export function addFiles(client: Client, channelId: string, added: readonly File[]): void {
  const draft = client.view.draft(channelId)
  const large = added.find(({ size }) => size > maxFileBytes)
  const files = [...draft.files, ...added.filter(({ size }) => size <= maxFileBytes)]
  draft.files = files.slice(0, maxFiles)
  draft.problem =
    large !== undefined
      ? client.words.tooLargeFile(large.name)
      : files.length > maxFiles
        ? client.words.tooManyFiles
        : undefined
  client.changed()
}
