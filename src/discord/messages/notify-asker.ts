import { Typewriter } from '../../core/answer/typewriter.ts'
import { endNotice } from '../../core/conversation/status-lines.ts'
import type { Bot } from '../context.ts'
import { DiscordReply } from './discord-reply.ts'
import type { Place } from './message-target.ts'

/** What is to be told, to whom and where. */
interface Announcement {
  readonly text: string
  readonly attempt: string
  readonly askerId: string
  readonly place: Place
}

/** Tells the one who asked, and pings nobody else, that a long answer has ended: once. */
export async function announce(
  { text, attempt, askerId, place }: Announcement,
  { pacer, clock }: Pick<Bot, 'pacer' | 'clock'>,
): Promise<void> {
  const reply = new DiscordReply({
    attempt: `${attempt}n`,
    first: place,
    placeRest: async () => place,
    pings: askerId,
  })
  const page = { text: endNotice(text, askerId), buttons: [], isAnswer: false }
  await new Typewriter(reply, pacer, clock).finish([page])
}
