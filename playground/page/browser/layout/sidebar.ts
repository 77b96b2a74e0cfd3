import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '../client.ts'
import { type Channel, ChannelType, nameOf } from '../state/channel.ts'
import { avatar } from '../ui/avatar.ts'
import { icon } from '../ui/icons.ts'
import { openMenu } from '../ui/menu.ts'
import { languages, wordsIn } from '../words/words.ts'

/** The servers, the open server's channels and threads, and the current person. */
export function sidebar(client: Client): TemplateResult {
  const { view, words, store } = client
  const guild = store.guilds.get(view.guildId ?? '')
  const close = () => {
    view.isSidebarOpen = false
    client.changed()
  }
  return html`
    <div class="sidebar ${view.isSidebarOpen ? 'open' : ''}">
      <nav class="rail" aria-label=${words.servers}>${rail(client)}</nav>
      <div class="places">
        <nav aria-labelledby="place-name">
          <h2 id="place-name">${guild?.name ?? words.directMessages}</h2>
          <ul class="channels">
            ${repeat(
              client.channelsOf(view.guildId),
              ({ id }) => id,
              (channel) => place(client, channel),
            )}
          </ul>
        </nav>
        ${selfPanel(client)}
      </div>
    </div>
    ${view.isSidebarOpen ? html`<div class="scrim narrow-only" @click=${close}></div>` : nothing}
  `
}

function rail(client: Client): TemplateResult {
  const { store, view, words } = client
  const direct = client.channelsOf(undefined)
  return html`
    <ul>
      ${
        direct.length === 0
          ? nothing
          : html`<li>${server(client, undefined, words.directMessages, icon('messages'))}</li>
              <li class="divider" aria-hidden="true"></li>`
      }
      ${[...store.guilds.values()].map(
        ({ id, name }) => html`<li>${server(client, id, name, initials(name))}</li>`,
      )}
    </ul>
    <span class="hidden" aria-live="polite">${store.guilds.get(view.guildId ?? '')?.name}</span>
  `
}

function server(
  client: Client,
  guildId: string | undefined,
  name: string,
  shown: string | TemplateResult,
): TemplateResult {
  const { view, store } = client
  const isOpen = view.guildId === guildId
  const isUnread = store.readStates.channelIds.some(
    (channelId) => store.channels.get(channelId)?.guildId === guildId,
  )
  return html`
    <button
      type="button"
      class="server ${isOpen ? 'open' : ''} ${isUnread ? 'unread' : ''}"
      aria-current=${isOpen ? 'true' : 'false'}
      aria-label=${isUnread ? `${name}, ${client.words.unread(0)}` : name}
      title=${name}
      @click=${() => client.openGuild(guildId)}
    >
      <span class="tile" data-initials=${typeof shown === 'string' ? shown : nothing}>
        ${typeof shown === 'string' ? nothing : shown}
      </span>
    </button>
  `
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .slice(0, 3)
}

/** A channel, and below it its joined threads and the open one. */
function place(client: Client, channel: Channel): TemplateResult {
  const { store, view } = client
  const threads = store.threadsOf(channel.id).filter(({ id, thread }) => {
    const isOpen = id === view.threadId
    return isOpen || (store.joined.has(id) && thread?.isArchived === false)
  })
  return html`
    <li>
      ${placeLink(client, channel)}
      ${
        threads.length === 0
          ? nothing
          : html`
              <ul class="threads" aria-label=${client.words.threads}>
                ${repeat(
                  threads,
                  ({ id }) => id,
                  (thread) => html`<li>${placeLink(client, thread)}</li>`,
                )}
              </ul>
            `
      }
    </li>
  `
}

function placeLink(client: Client, channel: Channel): TemplateResult {
  const { view, store, words } = client
  const { id, name, thread } = channel
  const isOpen = thread === undefined ? id === view.channelId : id === view.threadId
  const unread = isOpen ? undefined : store.readStates.get(id)
  return html`
    <a
      href="#/${id}"
      class="place ${isOpen ? 'open' : ''} ${unread ? 'unread' : ''}"
      aria-current=${isOpen ? 'page' : 'false'}
    >
      ${placeSign(channel)}
      <span class="name">${name}</span>
      ${unread ? html`<span class="hidden">, ${words.unread(unread.mentions)}</span>` : nothing}
      ${
        unread && unread.mentions > 0
          ? html`<span class="badge" aria-hidden="true">${unread.mentions}</span>`
          : nothing
      }
    </a>
  `
}

function placeSign({ kind, thread, recipients: [other] }: Channel): TemplateResult {
  if (kind === ChannelType.directMessage && other !== undefined) return avatar(other, 32)
  return icon(thread === undefined ? 'hash' : 'thread')
}

/** The current person; its menu switches the person and the language. */
function selfPanel(client: Client): TemplateResult | typeof nothing {
  const { store, words, view } = client
  const { me, playground } = store
  if (me === undefined || playground === undefined) return nothing
  const open = (event: Event) => {
    openMenu(client, event, {
      label: words.whoYouAre,
      items: [
        ...playground.people.map(({ id, name }) => ({
          label: words.beThis(displayName(client, id, name)),
          isChecked: id === me.id,
          group: words.switchPerson,
          choose: () => client.switchPerson(id),
        })),
        ...languages.map(({ locale, name }) => ({
          label: name,
          isChecked: client.words === wordsIn(locale),
          group: words.language,
          choose: () => void client.attempt(undefined, () => client.setLocale(locale)),
        })),
      ],
    })
  }
  return html`
    <section class="self" aria-label=${words.whoYouAre}>
      <button
        type="button"
        class="who"
        aria-haspopup="menu"
        aria-expanded=${view.menu?.label === words.whoYouAre}
        title=${words.switchPerson}
        @click=${open}
      >
        ${avatar(me, 32)}
        <span class="names">
          <strong>${nameOf(me)}</strong>
          <small>${words.switchPerson}</small>
        </span>
        ${icon('down')}
      </button>
    </section>
  `
}

function displayName({ store }: Client, userId: string, fallback: string): string {
  const user = store.users.get(userId)
  return user === undefined ? fallback : nameOf(user)
}
