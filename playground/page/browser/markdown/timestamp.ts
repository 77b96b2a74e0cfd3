import type { TimestampStyle } from './nodes.ts'

const numericDate = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
const shortTime = { hour: 'numeric', minute: '2-digit' } as const
const mediumTime = { ...shortTime, second: '2-digit' } as const

const formats: Readonly<Record<Exclude<TimestampStyle, 'R'>, Intl.DateTimeFormatOptions>> = {
  t: shortTime,
  T: mediumTime,
  d: numericDate,
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { ...numericDate, ...shortTime },
  S: { ...numericDate, ...mediumTime },
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const month = 30 * day
const year = 365 * day

const units = [
  { unit: 'year', seconds: year },
  { unit: 'month', seconds: month },
  { unit: 'day', seconds: day },
  { unit: 'hour', seconds: hour },
  { unit: 'minute', seconds: minute },
] as const

/** The text that a reader in this locale sees for `<t:seconds:style>`. */
export function timestampText(
  seconds: number,
  style: TimestampStyle,
  nowMs: number,
  locale: string,
): string {
  if (style === 'R') return relative(seconds - nowMs / 1000, locale)
  return new Intl.DateTimeFormat(locale, formats[style]).format(seconds * 1000)
}

function relative(secondsAhead: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale)
  const { unit, seconds } = units.find((each) => Math.abs(secondsAhead) >= each.seconds) ?? {
    unit: 'second',
    seconds: 1,
  }
  return format.format(Math.trunc(secondsAhead / seconds), unit)
}
