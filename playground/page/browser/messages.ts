import type { PageMessage } from '../wire.ts'
import { compareIds } from './ids.ts'
import { isEphemeral, MessageKind } from './message-kinds.ts'

/** By message: as it is by now. */
export type News = ReadonlyMap<string, PageMessage | 'gone'>

export function isUpTo(id: string, last: string | undefined): boolean {
  return last !== undefined && compareIds(id, last) <= 0
}

/** What a thread begins with does not count, nor what one person alone can see. */
export function isCounted(message: PageMessage): boolean {
  const { id, channel_id, type } = message
  return type !== MessageKind.threadStarter && id !== channel_id && !isEphemeral(message)
}

/** Oldest first; of a message that is in both, as `known` has it. */
export function together(
  added: readonly PageMessage[],
  known: readonly PageMessage[],
): readonly PageMessage[] {
  const all = new Map([...added, ...known].map((message) => [message.id, message]))
  return [...all.values()].sort((one, other) => compareIds(one.id, other.id))
}

/** The first text in place of "is thinking" has no time of its own. */
export function newer(before: PageMessage, news: PageMessage | 'gone' | undefined): PageMessage {
  if (news === undefined || news === 'gone') return before
  return (news.edited_timestamp ?? '') >= (before.edited_timestamp ?? '') ? news : before
}

/** With what it replies to as it is by now. */
export function caughtUp(message: PageMessage, news: News): PageMessage {
  const target = news.get(message.referenced_message?.id ?? '')
  if (target === undefined) return message
  return { ...message, referenced_message: target === 'gone' ? null : target }
}

/** A reply shows what it replies to as it is now. */
export function answersTo(message: PageMessage, changed: PageMessage): PageMessage {
  if (message.referenced_message?.id !== changed.id) return message
  return { ...message, referenced_message: changed }
}

export function withoutTarget(message: PageMessage, gone: ReadonlySet<string>): PageMessage {
  const target = message.referenced_message
  return target != null && gone.has(target.id) ? { ...message, referenced_message: null } : message
}
