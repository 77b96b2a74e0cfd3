import { html, type nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { type Channel, nameOf } from '../state/channel.ts'
import { icon } from '../ui/icons.ts'

/** What stands above a channel's first message. */
export function welcome({ words }: Client, channel: Channel): TemplateResult | typeof nothing {
  const { thread, name, recipients, topic } = channel
  if (thread !== undefined) {
    return html`<div class="welcome"><h3>${icon('thread')} ${name}</h3></div>`
  }
  const [other] = recipients
  if (other !== undefined) {
    return html`
      <div class="welcome">
        <h3>${nameOf(other)}</h3>
        <p>${words.directBegins(nameOf(other))}</p>
      </div>
    `
  }
  return html`
    <div class="welcome">
      <h3>${words.welcome(`#${name}`)}</h3>
      <p>${words.channelBegins(`#${name}`)} ${topic}</p>
      <p>${words.howTo}</p>
    </div>
  `
}
