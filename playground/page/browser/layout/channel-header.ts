import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { type Channel, ChannelType } from '../state/channel.ts'
import { avatar } from '../ui/avatar.ts'
import { icon } from '../ui/icons.ts'

export function channelHeader(client: Client, channel: Channel): TemplateResult {
  const { words, view } = client
  const [other] = channel.recipients
  const toggleMembers = () => {
    view.areMembersOpen = !view.areMembersOpen
    client.changed()
  }
  return html`
    <header class="channel-header">
      ${channel.kind === ChannelType.directMessage && other ? avatar(other, 24) : icon('hash')}
      <h2 id="channel-name">${channel.name}</h2>
      ${channel.topic === '' ? nothing : html`<p class="topic">${channel.topic}</p>`}
      ${
        channel.guildId === undefined
          ? nothing
          : html`
              <button
                type="button"
                class="icon-button members-button"
                aria-label=${words.showMembers}
                title=${words.showMembers}
                aria-pressed=${view.areMembersOpen}
                @click=${toggleMembers}
              >
                ${icon('people')}
              </button>
            `
      }
    </header>
  `
}
