import { html, type TemplateResult } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { BucketLevel, RequestEntry, TrafficEntry } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { levelAfter } from './bucket-level.ts'

/** The current level of the last edit's bucket. */
export function gauge({ words, traffic, trafficOffsetMs }: Client): TemplateResult {
  const edit = traffic.findLast(isEdit)
  const nowMs = performance.now() - trafficOffsetMs
  return html`
    <section aria-labelledby="bucket">
      <h3 id="bucket">${words.bucket}</h3>
      <p>${words.bucketIntro}</p>
      ${
        edit === undefined
          ? html`<p class="nothing">${words.noBucket}</p>`
          : meter(words, edit.bucket, levelAfter(nowMs - edit.atMs - edit.tookMs, edit.bucket))
      }
    </section>
  `
}

function meter(words: Client['words'], { limit }: BucketLevel, level: number): TemplateResult {
  const whole = Math.floor(level)
  return html`
    <div
      class="gauge"
      role="meter"
      aria-label=${words.bucket}
      aria-valuemin="0"
      aria-valuemax=${limit}
      aria-valuenow=${whole}
      aria-valuetext=${words.bucketLevel(whole, limit)}
    >
      ${Array.from({ length: limit }, (_, index) => {
        const share = Math.max(0, Math.min(1, level - index))
        return html`<i style=${styleMap({ '--share': `${(share * 100).toFixed(0)}%` })}></i>`
      })}
    </div>
    <p>${words.bucketLevel(whole, limit)}</p>
  `
}

type Edit = RequestEntry & { readonly bucket: BucketLevel }

function isEdit(entry: TrafficEntry): entry is TrafficEntry & Edit {
  return entry.kind === 'request' && entry.method === 'PATCH' && entry.bucket !== undefined
}
