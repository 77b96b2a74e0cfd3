import type { Cell } from '../grid.ts'

/** A time for a table: whole milliseconds, seconds from 10 s on. */
export function time(ms: number | undefined): string {
  if (ms === undefined) return 'never'
  return ms < 10_000 ? `${Math.round(ms)}` : `${(ms / 1_000).toFixed(1)} s`
}

/** What all contenders of one cell have in common, in words. */
export function titleOf(cell: Cell): string {
  const { seconds, tokensPerSecond, buckets, route, atOnce, roundTripMs } = cell
  const place = route === 'thread' ? 'thread' : '@original'
  return (
    `${seconds} s at ${tokensPerSecond} tokens/s, ${atOnce} at once, ${place}, ` +
    `${buckets} bucket, round trip ${roundTripMs} ms`
  )
}
