import type { Words } from '../words/words.ts'

const styles = {
  stamp: { dateStyle: 'short', timeStyle: 'short' },
  time: { timeStyle: 'short' },
  day: { dateStyle: 'long' },
} as const

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Creating a formatter takes longer than drawing a message. */
function formatter(locale: string, style: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${locale} ${style}`
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, styles[style])
  formatters.set(key, made)
  return made
}

/** The time as Discord writes it beside a name; with the day unless it is today. */
export function stamp(date: Date, now: Date, locale: string, words: Words): string {
  const time = shortTime(date, locale)
  const days = daysBetween(date, now)
  if (days === 0) return words.today(time)
  if (days === 1) return words.yesterday(time)
  return formatter(locale, 'stamp').format(date)
}

export function shortTime(date: Date, locale: string): string {
  return formatter(locale, 'time').format(date)
}

export function dayName(date: Date, locale: string): string {
  return formatter(locale, 'day').format(date)
}

export function isSameDay(one: Date, other: Date): boolean {
  return daysBetween(one, other) === 0
}

/** Counts calendar days, not periods of 24 hours. */
function daysBetween(earlier: Date, later: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000)
}

/** The age as Discord writes it beside a thread's newest message, such as "5m". */
export function ago(date: Date, nowMs: number): string {
  const seconds = (nowMs - date.getTime()) / 1000
  if (seconds < 60) return '<1m'
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86_400)}d`
}
