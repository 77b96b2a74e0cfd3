import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { isJumbo } from '../markdown/jumbo.ts'
import { type Block, type Inline, type ListItem, parseMessage } from '../markdown/message.ts'
import { timestampText } from '../markdown/timestamp.ts'
import { nameOf } from '../state/channel.ts'
import { icon } from '../ui/icons.ts'
import { codeBlock } from './code.ts'

/** Where a piece of Markdown stands; identifies its spoilers. */
interface Place {
  readonly client: Client
  readonly key: string
  /** Number of spoilers so far. */
  spoilers: number
}

/** A message's text, with the Markdown that Discord supports and no more. */
export function markdown(client: Client, { id, content }: PageMessage): TemplateResult {
  const blocks = parseMessage(content)
  const place = { client, key: id, spoilers: 0 }
  return html`<div class="markdown ${isJumbo(blocks) ? 'jumbo' : ''}">${blocksOf(blocks, place)}</div>`
}

export function markdownOf(client: Client, content: string): TemplateResult {
  const place = { client, key: content, spoilers: 0 }
  return html`<div class="markdown">${blocksOf(parseMessage(content), place)}</div>`
}

function blocksOf(blocks: readonly Block[], place: Place): readonly TemplateResult[] {
  return blocks.map((each) => block(each, place))
}

function block(each: Block, place: Place): TemplateResult {
  switch (each.kind) {
    case 'paragraph':
      return html`<p>${inlinesOf(each.children, place)}</p>`
    case 'subtext':
      return html`<p class="subtext">${inlinesOf(each.children, place)}</p>`
    case 'heading':
      return heading(each.level, inlinesOf(each.children, place))
    case 'quote':
      return html`<blockquote>${blocksOf(each.blocks, place)}</blockquote>`
    case 'hidden':
      return spoiler(place, () => blocksOf(each.blocks, place))
    case 'list': {
      const items = each.items.map((item) => listItem(item, place))
      return each.start === undefined
        ? html`<ul>${items}</ul>`
        : html`<ol start=${each.start}>${items}</ol>`
    }
    case 'fence':
      return codeBlock(place.client, each)
  }
}

/** Uses levels below the page's own headings, so that screen readers do not mix them. */
function heading(level: 1 | 2 | 3, children: readonly unknown[]): TemplateResult {
  return html`<div role="heading" aria-level=${level + 3} class="heading level-${level}">${children}</div>`
}

function listItem({ blocks }: ListItem, place: Place): TemplateResult {
  return html`<li>${blocksOf(blocks, place)}</li>`
}

function inlinesOf(children: readonly Inline[], place: Place): readonly unknown[] {
  return children.map((each) => inline(each, place))
}

function inline(each: Inline, place: Place): unknown {
  const { client } = place
  switch (each.kind) {
    case 'text':
      return each.text
    case 'code':
      return html`<code>${each.text}</code>`
    case 'bold':
      return html`<strong>${inlinesOf(each.children, place)}</strong>`
    case 'italic':
      return html`<em>${inlinesOf(each.children, place)}</em>`
    case 'underline':
      return html`<u>${inlinesOf(each.children, place)}</u>`
    case 'strike':
      return html`<s>${inlinesOf(each.children, place)}</s>`
    case 'spoiler':
      return spoiler(place, () => inlinesOf(each.children, place))
    case 'link':
      return link(each, inlinesOf(each.children, place), client)
    case 'mention':
      return mention(each, client)
    case 'command':
      return html`<span class="mention-tag">${each.name}</span>`
    case 'emoji':
      // Shows the name: the page loads no pictures from other servers.
      return html`<span class="emoji" title=":${each.name}:">:${each.name}:</span>`
    case 'timestamp': {
      const text = timestampText(each.seconds, each.style, Date.now(), client.locale)
      return html`<time class="timestamp" datetime=${new Date(each.seconds * 1000).toISOString()}>${text}</time>`
    }
  }
}

/** A link to a message or channel of this Discord opens it in the page, as in Discord's client. */
function link(
  { url, title, isMasked }: Extract<Inline, { kind: 'link' }>,
  children: readonly unknown[],
  client: Client,
): TemplateResult {
  const [, channelId, messageId] =
    /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/.exec(url) ?? []
  const channel = client.store.channels.get(channelId ?? '')
  if (channel === undefined) {
    return html`<a href=${url} target="_blank" rel="noreferrer noopener" title=${title ?? url}>${children}</a>`
  }
  if (isMasked) return html`<a href="#/${channel.id}" title=${title ?? nothing}>${children}</a>`
  return html`<a class="mention-tag" href="#/${channel.id}">${channelIcon(channel)}${channel.name}${messageId === undefined ? nothing : ' › 💬'}</a>`
}

function channelIcon({ thread }: { readonly thread?: unknown }): TemplateResult {
  return icon(thread === undefined ? 'hash' : 'thread')
}

function mention(each: Extract<Inline, { kind: 'mention' }>, client: Client): TemplateResult {
  const { store, words, view } = client
  switch (each.of) {
    case 'everyone':
    case 'here':
      return html`<span class="mention-tag">@${each.of}</span>`
    case 'user': {
      const user = store.users.get(each.id)
      return html`<span class="mention-tag">@${user === undefined ? words.unknownUser : nameOf(user)}</span>`
    }
    case 'role': {
      const name = store.guilds.get(view.guildId ?? '')?.roles.get(each.id)
      return html`<span class="mention-tag">@${name ?? words.unknownRole}</span>`
    }
    case 'channel': {
      const channel = store.channels.get(each.id)
      if (channel === undefined) {
        return html`<span class="mention-tag">#${words.unknownChannel}</span>`
      }
      return html`<a class="mention-tag" href="#/${channel.id}">${channelIcon(channel)}${channel.name}</a>`
    }
  }
}

/** Hidden until it is clicked. */
function spoiler(place: Place, children: () => unknown): TemplateResult {
  const { client } = place
  const { view, words } = client
  const key = `spoiler/${place.key}/${place.spoilers}`
  place.spoilers += 1
  if (view.opened.has(key)) return html`<span class="spoiler open">${children()}</span>`
  const open = () => {
    view.opened.add(key)
    client.changed()
  }
  // No spaces around the element: they would be visible.
  return html`<button type="button" class="spoiler" aria-label=${words.spoiler} @click=${open}><span aria-hidden="true">${children()}</span></button>`
}
