import { html, svg, type TemplateResult } from 'lit'
import type { LagPoint } from '../../protocol.ts'
import type { Client } from '../client.ts'

const width = 340
const height = 120
const minBoundMs = 50
const margin = { left: 46, right: 6, top: 8, bottom: 16 }

/** The lag of the newest answer behind the model, beside the smallest possible lag. */
export function lagChart({ words, lag }: Client): TemplateResult {
  const newest = lag.at(-1)
  const points = lag.filter(({ answer }) => answer === newest?.answer)
  return html`
    <section aria-labelledby="lag">
      <h3 id="lag">${words.lag}</h3>
      <p>${words.lagIntro}</p>
      ${
        newest === undefined
          ? html`<p class="nothing">${words.noLag}</p>`
          : html`
              ${chart(points, `${words.lag}: ${milliseconds(newest.meanLagMs)}, ${words.bound}: ${milliseconds(newest.boundMs)}`)}
              <dl class="legend">
                <div><dt><i class="sign"></i>${words.meanLag}</dt><dd>${milliseconds(newest.meanLagMs)}</dd></div>
                <div><dt><i class="sign bound"></i>${words.bound}</dt><dd>${milliseconds(newest.boundMs)}</dd></div>
                <div><dt>${words.ratio}</dt><dd>${ratio(newest)}</dd></div>
              </dl>
            `
      }
    </section>
  `
}

function chart(points: readonly LagPoint[], label: string): TemplateResult {
  const startMs = points[0]?.atMs ?? 0
  const lengthMs = Math.max(1000, (points.at(-1)?.atMs ?? 0) - startMs)
  const most = niceAbove(
    Math.max(...points.flatMap(({ meanLagMs, boundMs }) => [meanLagMs, boundMs])),
  )
  const x = (atMs: number) =>
    margin.left + ((atMs - startMs) / lengthMs) * (width - margin.left - margin.right)
  const y = (ms: number) =>
    height - margin.bottom - (ms / most) * (height - margin.top - margin.bottom)
  const path = (heightOf: (point: LagPoint) => number) =>
    points
      .map(
        (point, index) =>
          `${index === 0 ? 'M' : 'L'}${x(point.atMs).toFixed(1)} ${y(heightOf(point)).toFixed(1)}`,
      )
      .join('')
  const lines = [0, most / 2, most]
  return html`
    <svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
      ${lines.map(
        (ms) => svg`
          <line x1=${margin.left} x2=${width - margin.right} y1=${y(ms)} y2=${y(ms)}></line>
          <text x=${margin.left - 4} y=${y(ms) + 3} text-anchor="end">${Math.round(ms)}${ms === most ? ' ms' : ''}</text>
        `,
      )}
      <text x=${margin.left} y=${height - 3}>0 s</text>
      <text x=${width - margin.right} y=${height - 3} text-anchor="end">${(lengthMs / 1000).toFixed(1)} s</text>
      <path class="bound-line" d=${path(({ boundMs }) => boundMs)}></path>
      <path class="lag-line" d=${path(({ meanLagMs }) => meanLagMs)}></path>
    </svg>
  `
}

/** A round number, so that the scale does not jump with every point. */
function niceAbove(ms: number): number {
  const steps = [100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 10_000]
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / 10_000) * 10_000
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`
}

function ratio({ meanLagMs, boundMs }: LagPoint): string {
  // At first the bound is near zero, and the ratio is meaningless.
  return boundMs >= minBoundMs ? (meanLagMs / boundMs).toFixed(2) : '–'
}
