import type { Words } from './words/words.ts'

/** As Discord writes it beside a name: with the day where it is not today. */
export function stamp(date: Date, now: Date, locale: string, words: Words): string {
  const time = shortTime(date, locale)
  const days = daysBetween(date, now)
  if (days === 0) return words.today(time)
  if (days === 1) return words.yesterday(time)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(date)
}

export function shortTime(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date)
}

export function dayName(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(date)
}

export function isSameDay(one: Date, other: Date): boolean {
  return daysBetween(one, other) === 0
}

/** Of the calendar, not of 24 hours. */
function daysBetween(earlier: Date, later: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000)
}

/** As "5m" beside a thread's newest message. */
export function ago(date: Date, nowMs: number): string {
  const seconds = (nowMs - date.getTime()) / 1000
  if (seconds < 60) return '<1m'
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86_400)}d`
}
