import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { composer } from '../composer/composer.ts'
import { dropTarget } from '../composer/dropping.ts'
import { messageList } from '../messages/message-list.ts'
import type { Channel } from '../state/channel.ts'
import { icon, iconButton } from '../ui/icons.ts'
import { openMenu } from '../ui/menu.ts'
import { typingLine } from './typing-line.ts'

/** A thread beside its channel. */
export function threadPane(client: Client, thread: Channel): TemplateResult {
  const { words, store } = client
  const drop = dropTarget(client, thread)
  const open = (event: Event) => {
    const leave = () =>
      void client.attempt(thread.id, () => client.api.call('leave-thread', { threadId: thread.id }))
    openMenu(client, event, {
      label: words.more,
      items: [{ label: words.leaveThread, choose: leave }],
    })
  }
  return html`
    <section
      class="thread-pane"
      aria-labelledby="thread-name"
      data-drop=${words.dropFiles(thread.name)}
      @dragover=${drop.over}
      @dragleave=${drop.leave}
      @drop=${drop.drop}
    >
      <header class="channel-header">
        ${icon('thread')}
        <h2 id="thread-name">${thread.name}</h2>
        ${
          store.joined.has(thread.id)
            ? html`
                <button
                  type="button"
                  class="icon-button"
                  aria-label=${words.more}
                  aria-haspopup="menu"
                  @click=${open}
                >
                  ${icon('more')}
                </button>
              `
            : nothing
        }
        ${iconButton('close', words.closeThread, () => client.closeThread())}
      </header>
      ${messageList(client, thread)} ${composer(client, thread)} ${typingLine(client, thread)}
    </section>
  `
}
