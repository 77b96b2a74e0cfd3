import { type ShowResult, Typewriter } from '../../core/answer/typewriter.ts'
import type { Clock } from '../../core/clock.ts'
import { endNotice } from '../../core/conversation/status-lines.ts'
import type { EditPacer } from '../../core/rate-limit/edit-pacer.ts'
import { DiscordReply } from './discord-reply.ts'
import type { InteractionToken, MessageTarget, MessageTargets } from './message-target.ts'

/**
 * Ends the nonces of an attempt's extra messages, one letter for each purpose, so that none of them is
 * taken for a page of the answer or for each other.
 */
const nonceSuffixes = {
  /** The question, where its quote shows only the beginning. */
  question: 'q',
  /** "done, 48 s": pings the asker. */
  ended: 'n',
  /** For the asker alone. */
  ephemeral: 'w',
  /** For the asker alone: which permission is missing. */
  permission: 'p',
  /** Why there is no answer. */
  refusal: 'r',
} as const

export interface OneMessage {
  readonly attempt: string
  readonly purpose: keyof typeof nonceSuffixes
  /** Texts of the messages, in order. */
  readonly texts: readonly string[]
  /** The id of the only person to ping. */
  readonly pings?: string
}

export interface SendServices {
  readonly pacer: EditPacer
  readonly clock: Clock
}

/** Sends messages of Platen's own: each exactly once, tried again until it shows or Discord refuses it. */
export async function sendOnce(
  target: MessageTarget,
  { attempt, purpose, texts, pings }: OneMessage,
  { pacer, clock }: SendServices,
): Promise<ShowResult> {
  const reply = new DiscordReply({
    attempt: attempt + nonceSuffixes[purpose],
    first: target,
    targetForRest: async () => target,
    ...(pings !== undefined && { pings }),
  })
  const pages = texts.map((text) => ({ text, buttons: [], isAnswer: false }))
  return new Typewriter(reply, pacer, clock).finish(pages)
}

/** Tells the asker that a long answer has ended, and pings nobody else. */
export async function notifyAsker(
  target: MessageTarget,
  { attempt, askerId, text }: { attempt: string; askerId: string; text: string },
  services: SendServices,
): Promise<void> {
  const texts = [endNotice(text, askerId)]
  await sendOnce(target, { attempt, purpose: 'ended', texts, pings: askerId }, services)
}

/** Tells something that only the person sees who used the interaction, for 15 minutes after that. */
export async function sendEphemeral(
  interaction: InteractionToken & { readonly id: string },
  text: string,
  { targets, ...services }: SendServices & { readonly targets: MessageTargets },
  purpose: 'ephemeral' | 'permission' = 'ephemeral',
): Promise<void> {
  const target = targets.ephemeralFollowUps(interaction)
  await sendOnce(target, { attempt: interaction.id, purpose, texts: [text] }, services)
}
