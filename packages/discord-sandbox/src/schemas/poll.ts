import * as z from 'zod'
import type { Json } from '../json.ts'
import { textUpTo } from './fields.ts'

const hourMs = 3_600_000

export const poll = z.object({
  question: z.object({ text: textUpTo(300, 1) }),
  answers: z
    .array(z.object({ poll_media: z.object({ text: textUpTo(55, 1) }) }))
    .min(1)
    .max(10),
  /** Hours. */
  duration: z.int().min(1).max(768).nullish(),
  allow_multiselect: z.boolean().nullish(),
  layout_type: z.literal(1).nullish(),
})

/** As stored and answered, before anybody votes. */
export function serializePoll(one: z.infer<typeof poll>): Json {
  return {
    question: { text: one.question.text },
    answers: one.answers.map(({ poll_media }, index) => ({
      answer_id: index + 1,
      poll_media: { text: poll_media.text },
    })),
    expiry: new Date(Date.now() + (one.duration ?? 24) * hourMs).toISOString(),
    allow_multiselect: one.allow_multiselect ?? false,
    layout_type: one.layout_type ?? 1,
    results: { answer_counts: [], is_finalized: false },
  }
}
