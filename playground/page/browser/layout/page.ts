import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { composer } from '../composer/composer.ts'
import { dropTarget } from '../composer/dropping.ts'
import { messageList } from '../messages/message-list.ts'
import { panel } from '../panel/panel.ts'
import { menu } from '../ui/menu.ts'
import { banner } from './banner.ts'
import { channelHeader } from './channel-header.ts'
import { dialog } from './dialogs.ts'
import { memberList } from './members.ts'
import { sidebar } from './sidebar.ts'
import { threadPane } from './thread-pane.ts'
import { typingLine } from './typing-line.ts'

/** The whole page, laid out like Discord: servers and channels, messages, thread, members. */
export function page(client: Client): TemplateResult {
  const { channel, view, words, thread } = client
  const drop = channel && dropTarget(client, channel)
  return html`
    ${banner(client)}
    <div class="columns ${view.isPanelOpen ? 'with-panel' : ''} ${thread ? 'with-thread' : ''}">
      ${sidebar(client)}
      <main class="conversation">
        ${
          channel === undefined
            ? html`<p class="loading" role="status">${words.loading}</p>`
            : html`
                <section
                  class="channel"
                  aria-labelledby="channel-name"
                  data-drop=${words.dropFiles(channel.name)}
                  @dragover=${drop?.over}
                  @dragleave=${drop?.leave}
                  @drop=${drop?.drop}
                >
                  ${channelHeader(client, channel)} ${messageList(client, channel)}
                  ${composer(client, channel)} ${typingLine(client, channel)}
                </section>
              `
        }
        ${thread === undefined ? nothing : threadPane(client, thread)}
        ${view.areMembersOpen && thread === undefined ? memberList(client) : nothing}
        ${view.isPanelOpen ? panel(client) : nothing}
      </main>
    </div>
    <div class="hidden" role="log" aria-live="polite">${client.announcer.text}</div>
    ${menu(client)} ${dialog(client)}
  `
}
