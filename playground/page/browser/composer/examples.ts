import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import type { Channel } from '../state/channel.ts'
import { languageOf } from '../words/words.ts'
import { ask } from './sending.ts'

/** Example questions above the field. There are none where `/ask` is not available. */
export function examples(client: Client, channel: Channel): TemplateResult | typeof nothing {
  const { store, words } = client
  const examplesHere = store.playground?.examples[languageOf(client.locale)] ?? []
  const mayAsk = client.commandCache.of(channel.id).some(({ name }) => name === 'ask')
  if (examplesHere.length === 0 || !mayAsk) return nothing
  return html`
    <section class="examples" aria-label=${words.examples}>
      <span aria-hidden="true">${words.tryThis}</span>
      ${examplesHere.map(
        (example) => html`
          <button
            type="button"
            title=${example.question}
            @click=${() => void ask(client, channel, example)}
          >
            ${example.label}
          </button>
        `,
      )}
    </section>
  `
}
