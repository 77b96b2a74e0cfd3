import { html, nothing, type TemplateResult } from 'lit'
import type { ModelState } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { icon, iconButton } from '../ui/icons.ts'

/** The playground's own bar on top: what this is, which model answers, and current problems. */
export function banner(client: Client): TemplateResult {
  const { words, store, view } = client
  const { playground } = store
  const toggleTheme = () => {
    view.setDark(!view.isDark)
    client.changed()
  }
  const togglePanel = () => {
    view.isPanelOpen = !view.isPanelOpen
    client.changed()
  }
  return html`
    <header class="banner">
      <button
        type="button"
        class="icon-button narrow-only"
        aria-label=${words.showChannels}
        aria-expanded=${view.isSidebarOpen}
        @click=${() => {
          view.isSidebarOpen = !view.isSidebarOpen
          client.changed()
        }}
      >
        ${icon('menu')}
      </button>
      <h1>${words.title}</h1>
      <p class="description">${words.description}</p>
      ${
        playground === undefined
          ? nothing
          : html`
              <button
                type="button"
                class="model"
                title=${words.changeModel}
                @click=${() => client.showDialog({ kind: 'model' })}
              >
                <span class="label">${words.answersBy}</span> ${modelName(client, playground.model)}
              </button>
            `
      }
      ${iconButton(view.isDark ? 'sun' : 'moon', view.isDark ? words.switchToLight : words.switchToDark, toggleTheme)}
      <button
        type="button"
        class="panel-button"
        aria-pressed=${view.isPanelOpen}
        @click=${togglePanel}
      >
        ${icon('panel')}<span>${words.behindTheScenes}</span>
      </button>
    </header>
    <div class="status" role="status">${trouble(client)}</div>
  `
}

/** The demo model gets a label that says at once that it is not an AI. */
export function modelName({ words }: Client, { kind, label }: ModelState): string {
  return kind === 'demo' ? words.demoModel : label
}

function trouble(client: Client): TemplateResult | typeof nothing {
  const { words, store, isConnected, api } = client
  if (!isConnected) return html`<p class="bad">${words.disconnected}</p>`
  const { bot } = store.playground ?? {}
  if (bot === undefined || bot.status === 'online') return nothing
  if (bot.status === 'starting') return html`<p>${words.botStarting(bot.name)}</p>`
  const text = bot.status === 'stopped' ? words.botStopped(bot.name) : words.botOffline(bot.name)
  return html`
    <p class="bad">
      ${text}
      <button type="button" class="link" @click=${() => void client.attempt(undefined, () => api.call('bot', { do: 'start' }))}>${words.startBot}</button>
    </p>
  `
}
