import { html, nothing, type TemplateResult } from 'lit'
import type { FaultName } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { icon, iconButton } from '../ui/icons.ts'
import { gauge } from './bucket-gauge.ts'
import { lagChart } from './lag-chart.ts'
import { trafficLog } from './traffic-log.ts'

/** Traffic between the bot and Discord, and buttons that inject faults. */
export function panel(client: Client): TemplateResult {
  const { words, view } = client
  const close = () => {
    view.isPanelOpen = false
    client.changed()
  }
  return html`
    <section class="panel" aria-label=${words.behindTheScenes}>
      <header class="channel-header">
        ${icon('panel')}
        <h2>${words.behindTheScenes}</h2>
        ${iconButton('close', words.close, close)}
      </header>
      <div class="sections" tabindex="0" role="region" aria-label=${words.panelIntro}>
        ${troubleSection(client)} ${lagChart(client)} ${gauge(client)} ${trafficLog(client)}
      </div>
    </section>
  `
}

function troubleSection(client: Client): TemplateResult {
  const { words, api, view, store } = client
  const status = store.playground?.bot.status
  const plant = (name: FaultName, said: string) => {
    const threadId = view.threadId
    void client
      .attempt(undefined, () => api.call('fault', { name, threadId }))
      .then((isDone) => tell(client, isDone ? said : undefined))
  }
  const faults: readonly (readonly [FaultName, string, string])[] = [
    ['429', words.fault429, words.planted],
    ['500', words.fault500, words.planted],
    ['drop', words.faultDrop, words.planted],
    ['lock', words.faultLock, words.done],
    ['close', words.faultClose, words.done],
    ['cut', words.faultCut, words.done],
  ]
  const restart = async () => {
    const isDone = await client.attempt(undefined, async () => {
      await api.call('bot', { do: 'kill' })
      await api.call('bot', { do: 'start' })
    })
    tell(client, isDone ? words.done : undefined)
  }
  return html`
    <section aria-labelledby="faults">
      <h3 id="faults">${words.faults}</h3>
      <p>${words.faultsIntro}</p>
      <div class="fault-buttons">
        ${faults.map(
          ([name, label, said]) => html`
            <button
              type="button"
              ?disabled=${name === 'lock' && view.threadId === undefined}
              @click=${() => plant(name, said)}
            >
              ${label}
            </button>
          `,
        )}
        <button type="button" class="danger" @click=${() => void restart()}>${words.faultKill}</button>
        ${
          status === 'online' || status === 'starting'
            ? html`<button type="button" @click=${() => void client.attempt(undefined, () => api.call('bot', { do: 'stop' }))}>${words.stopBot}</button>`
            : html`<button type="button" @click=${() => void client.attempt(undefined, () => api.call('bot', { do: 'start' }))}>${words.startBot}</button>`
        }
      </div>
      <p role="status" class="panel-status">${view.panel.status ?? nothing}</p>
    </section>
  `
}

function tell(client: Client, text: string | undefined): void {
  client.view.panel.status = text
  client.changed()
}
