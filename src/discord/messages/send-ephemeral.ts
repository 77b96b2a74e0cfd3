import type { BaseInteraction } from 'discord.js'
import { Typewriter } from '../../core/answer/typewriter.ts'
import type { Bot } from '../context.ts'
import { DiscordReply } from './discord-reply.ts'
import type { InteractionToken } from './message-target.ts'

/** Says something that only the one sees who used a command or a button; for 15 minutes after that. */
export async function whisper(
  interaction: InteractionToken & Pick<BaseInteraction, 'id'>,
  text: string,
  { places, pacer, clock }: Bot,
): Promise<void> {
  const place = places.whispers(interaction)
  const reply = new DiscordReply({
    attempt: `${interaction.id}w`,
    first: place,
    placeRest: async () => place,
  })
  const page = { text, buttons: [], isAnswer: false }
  await new Typewriter(reply, pacer, clock).finish([page])
}
