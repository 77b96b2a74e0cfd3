import { html, type TemplateResult } from 'lit'
import type { BucketLevel, Scene } from '../../wire.ts'
import type { Client } from '../client.ts'

/** The level of the bucket of the edit that was sent last. */
export function gauge({ words, scenes }: Client): TemplateResult {
  const edit = scenes.findLast(isEdit)
  const bucket = edit?.kind === 'request' ? edit.bucket : undefined
  return html`
    <section aria-labelledby="bucket">
      <h3 id="bucket">${words.bucket}</h3>
      <p>${words.bucketIntro}</p>
      ${
        bucket === undefined
          ? html`<p class="nothing">${words.noBucket}</p>`
          : html`
              <div
                class="gauge"
                role="meter"
                aria-label=${words.bucket}
                aria-valuemin="0"
                aria-valuemax=${bucket.limit}
                aria-valuenow=${bucket.remaining}
                aria-valuetext=${words.bucketLevel(bucket.remaining, bucket.limit)}
              >
                ${Array.from({ length: bucket.limit }, (_, index) => html`<i class=${index < bucket.remaining ? 'full' : ''}></i>`)}
              </div>
              <p>${words.bucketLevel(bucket.remaining, bucket.limit)}</p>
            `
      }
    </section>
  `
}

function isEdit(scene: Scene): scene is Scene & { readonly bucket: BucketLevel } {
  return scene.kind === 'request' && scene.method === 'PATCH' && scene.bucket !== undefined
}
