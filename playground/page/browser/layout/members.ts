import type { APIUser } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { nameOf } from '../state/channel.ts'
import { avatar } from '../ui/avatar.ts'
import { openMenu } from '../ui/menu.ts'

/** The server's members. People always count as online; the bot comes and goes. */
export function memberList(client: Client): TemplateResult | typeof nothing {
  const { store, view, words } = client
  const guild = store.guilds.get(view.guildId ?? '')
  if (guild === undefined) return nothing
  const bot = store.playground?.bot
  const members = [...guild.members.values()]
  const isOnline = ({ id }: APIUser) => id !== bot?.id || bot.status === 'online'
  return html`
    <section class="members" aria-label=${words.members}>
      ${group(client, words.online, members.filter(isOnline))}
      ${group(
        client,
        words.offline,
        members.filter((member) => !isOnline(member)),
      )}
    </section>
  `
}

function group(
  client: Client,
  title: string,
  members: readonly APIUser[],
): TemplateResult | typeof nothing {
  if (members.length === 0) return nothing
  return html`
    <h2>${title} — ${members.length}</h2>
    <ul>
      ${members.map((member) => html`<li>${memberButton(client, member)}</li>`)}
    </ul>
  `
}

function memberButton(client: Client, member: APIUser): TemplateResult {
  const { words, store } = client
  const open = (event: Event) => {
    const isPerson = store.playground?.people.some(({ id }) => id === member.id) ?? false
    const isSelf = member.id === store.me?.id
    openMenu(client, event, {
      label: nameOf(member),
      items: [
        ...(isSelf
          ? []
          : [{ label: words.message, choose: () => void client.openDirect(member.id) }]),
        ...(isPerson && !isSelf
          ? [{ label: words.beThis(nameOf(member)), choose: () => client.switchPerson(member.id) }]
          : []),
      ],
    })
  }
  return html`
    <button type="button" class="member" aria-haspopup="menu" @click=${open}>
      ${avatar(member, 32)}
      <span class="name">${nameOf(member)}</span>
      ${member.bot ? html`<span class="app-tag">${words.app}</span>` : nothing}
    </button>
  `
}
