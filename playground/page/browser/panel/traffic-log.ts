import { html, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { TrafficEntry } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { shortPath } from './short-path.ts'

const maxShown = 200

/** All requests and events, newest first. */
export function trafficLog(client: Client): TemplateResult {
  const { words, traffic } = client
  const { panel } = client.view
  const lines = (panel.paused ?? traffic)
    .filter(({ kind }) => (kind === 'request' ? panel.showsRequests : panel.showsEvents))
    .slice(-maxShown)
    .sort((one, other) => other.atMs - one.atMs)
  const toggle = (what: 'showsRequests' | 'showsEvents', label: string) => html`
    <label>
      <input
        type="checkbox"
        .checked=${panel[what]}
        @change=${(event: Event) => {
          panel[what] = (event.target as HTMLInputElement).checked
          client.changed()
        }}
      />
      ${label}
    </label>
  `
  const pause = () => {
    panel.paused = panel.paused === undefined ? traffic : undefined
    client.changed()
  }
  const clear = () => {
    client.traffic = []
    panel.paused = undefined
    client.changed()
  }
  return html`
    <section aria-labelledby="log" class="log-section">
      <h3 id="log">${words.log}</h3>
      <div class="log-tools">
        ${toggle('showsRequests', words.showRequests)} ${toggle('showsEvents', words.showEvents)}
        <button type="button" class="link" @click=${pause}>${panel.paused === undefined ? words.pause : words.resume}</button>
        <button type="button" class="link" @click=${clear}>${words.clear}</button>
      </div>
      ${
        lines.length === 0
          ? html`<p class="nothing">${words.noTraffic}</p>`
          : html`<ol class="traffic-lines">${repeat(
              lines,
              (entry) => entry,
              (entry) => line(client, entry),
            )}</ol>`
      }
    </section>
  `
}

function line({ words }: Client, entry: TrafficEntry): TemplateResult {
  const time = html`<span class="time">${(entry.atMs / 1000).toFixed(2)}</span>`
  if (entry.kind !== 'request') {
    const text = entry.kind === 'event' ? entry.name : entry.action.toUpperCase()
    const code = entry.kind === 'gateway' && entry.code !== undefined ? ` ${entry.code}` : ''
    return html`<li class=${entry.kind}>${time}<span class="what">${text}${code}</span></li>`
  }
  const { method, path, status, tookMs, faults, bucket, contentLength } = entry
  const isBad = status === undefined || status >= 400
  return html`
    <li class="request ${isBad ? 'bad' : ''}">
      ${time}
      <span class="what">
        <b>${method}</b> ${shortPath(path)}
        <small>
          ${status ?? words.dropped} · ${tookMs.toFixed(0)} ms
          ${contentLength === undefined ? '' : ` · ${words.characters(contentLength)}`}
          ${bucket === undefined ? '' : ` · ${bucket.remaining}/${bucket.limit}`}
          ${faults.length === 0 ? '' : ` · ⚡ ${faults.join(', ')}`}
        </small>
      </span>
    </li>
  `
}
