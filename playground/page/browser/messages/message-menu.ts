import { html, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { focusComposer } from '../composer/focus.ts'
import { nameOf } from '../state/channel.ts'
import { mentionsAsNames } from '../state/mentions.ts'
import { isEphemeral, isTyped, MessageType } from '../state/message-types.ts'
import type { MenuItem } from '../state/view-state.ts'
import { copyText } from '../ui/copy-text.ts'
import { type IconName, iconButton } from '../ui/icons.ts'

const messageMenu = 3

/** Buttons of a message; visible while it is hovered or focused. */
export function tools(client: Client, message: PageMessage): TemplateResult {
  const more = (event: Event) => openMessageMenu(client, message, event)
  return html`
    <div class="tools">
      ${quickActions(client, message).map(({ icon, label, choose }) => iconButton(icon, label, choose))}
      ${iconButton('more', client.words.more, more)}
    </div>
  `
}

/** What stands both in the menu and beside the message. */
function quickActions(
  client: Client,
  message: PageMessage,
): readonly (MenuItem & { readonly icon: IconName })[] {
  const { words } = client
  const reply = () => startReply(client, message)
  const edit = () => startEdit(client, message)
  const open = () => askForThread(client, message)
  return [
    mayReply(client, message) && { icon: 'reply' as const, label: words.reply, choose: reply },
    isOwn(client, message) && { icon: 'edit' as const, label: words.edit, choose: edit },
    mayOpenThread(client, message) && {
      icon: 'thread' as const,
      label: words.createThread,
      choose: open,
    },
  ].filter((action) => action !== false)
}

/** Opened by the right mouse button, the menu key, or the button with three dots. */
export function openMessageMenu(client: Client, message: PageMessage, event: Event): void {
  const target = event.target as HTMLElement
  // Selected text, links and fields keep the browser's own menu.
  const keepsOwn = target.closest('a, input, textarea') !== null || String(getSelection()) !== ''
  if (event.type === 'contextmenu' && keepsOwn) return
  event.preventDefault()
  const opener = target.closest<HTMLElement>('button') ?? target.closest<HTMLElement>('li.message')
  const place = opener?.getBoundingClientRect()
  const isPointer = event instanceof MouseEvent && event.type === 'contextmenu' && event.clientX > 0
  client.showMenu({
    x: isPointer ? event.clientX : (place?.right ?? 0),
    y: isPointer ? event.clientY : (place?.bottom ?? 0),
    label: client.words.more,
    opener: opener ?? undefined,
    items: itemsFor(client, message),
  })
}

function itemsFor(client: Client, message: PageMessage): readonly MenuItem[] {
  const { words, commandCache, api } = client
  const apps = commandCache.of(message.channel_id).filter(({ type }) => type === messageMenu)
  const items: (MenuItem | false)[] = [
    ...quickActions(client, message),
    { label: words.copyText, choose: () => void copyText(message.content) },
    { label: words.copyLink, choose: () => void copyText(linkTo(message)) },
    ...(isEphemeral(message) ? [] : apps).map(({ name, shownName }) => ({
      label: shownName,
      group: words.apps,
      choose: () =>
        void client.use(message.channel_id, words.noResponse, () =>
          api.call('menu', { channelId: message.channel_id, name, targetId: message.id }),
        ),
    })),
    mayRemove(client, message) && {
      label: words.remove,
      isDangerous: true,
      choose: () =>
        client.showDialog({
          kind: 'remove',
          channelId: message.channel_id,
          messageId: message.id,
        }),
    },
  ]
  return items.filter((item) => item !== false)
}

export function isOwn({ store }: Client, message: PageMessage): boolean {
  return message.author.id === store.me?.id && isTyped(message)
}

/** Ephemeral messages take no replies. */
function mayReply({ store }: Client, message: PageMessage): boolean {
  return !isEphemeral(message) && store.channels.has(message.channel_id)
}

/** People can delete their own messages; a server's owner can delete all. */
function mayRemove({ store, view }: Client, message: PageMessage): boolean {
  if (isEphemeral(message) || message.type === MessageType.threadStarter) return false
  const owner = store.guilds.get(view.guildId ?? '')?.ownerId
  return message.author.id === store.me?.id || owner === store.me?.id
}

function mayOpenThread({ store }: Client, message: PageMessage): boolean {
  const place = store.channels.get(message.channel_id)
  const isInGuild = place?.guildId !== undefined && place.thread === undefined
  return isInGuild && !store.channels.has(message.id) && !isEphemeral(message)
}

function startReply(client: Client, message: PageMessage): void {
  const draft = client.view.draft(message.channel_id)
  draft.replyTo = { messageId: message.id, authorName: nameOf(message.author), ping: true }
  focusComposer(client, message.channel_id)
}

export function startEdit(client: Client, message: PageMessage): void {
  const text = withNames(client, message)
  client.view.editing = { channelId: message.channel_id, messageId: message.id, text }
  // The field must have the focus before the next key is pressed.
  client.drawNow()
}

function askForThread(client: Client, message: PageMessage): void {
  const name = withNames(client, message).split('\n')[0]?.slice(0, 40) ?? ''
  client.showDialog({
    kind: 'thread',
    channelId: message.channel_id,
    messageId: message.id,
    name: name.trim() === '' ? client.words.newThread : name,
  })
}

function linkTo({ channel_id, id, guild_id }: PageMessage): string {
  return `https://discord.com/channels/${guild_id ?? '@me'}/${channel_id}/${id}`
}

function withNames({ store }: Client, { channel_id, content }: PageMessage): string {
  return mentionsAsNames(store, content, store.channels.get(channel_id)?.guildId)
}
