import { z } from 'zod'

/** The parts of Discord's own objects that the page shows; the rest is left alone. */

const user = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
})

export const wireButton = z.object({
  type: z.literal(2),
  style: z.number(),
  label: z.string().optional(),
  emoji: z.object({ name: z.string().nullish() }).optional(),
  custom_id: z.string().optional(),
  url: z.string().optional(),
  disabled: z.boolean().optional(),
})

export const wireMessage = z.object({
  id: z.string(),
  channel_id: z.string(),
  type: z.number(),
  author: user,
  content: z.string(),
  timestamp: z.string(),
  edited_timestamp: z.string().nullish(),
  flags: z.number().default(0),
  attachments: z
    .array(z.object({ filename: z.string(), url: z.string(), size: z.number() }))
    .default([]),
  components: z.array(z.unknown()).default([]),
  interaction_metadata: z.object({ user, name: z.string().optional() }).optional(),
  referenced_message: z.object({ author: user, content: z.string() }).nullish(),
})

export const wireActionRow = z.object({ type: z.literal(1), components: z.array(z.unknown()) })

export const wireChannel = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  parent_id: z.string().nullish(),
  thread_metadata: z.object({ archived: z.boolean(), locked: z.boolean().optional() }).optional(),
})

export const wireTyping = z.object({ channel_id: z.string(), user_id: z.string() })

export const wireDeletion = z.object({ id: z.string() })

export const wireBulkDeletion = z.object({ ids: z.array(z.string()) })

export const wireCommands = z.array(
  z.object({
    type: z.number(),
    name: z.string(),
    description: z.string(),
    options: z.array(z.object({ type: z.number(), name: z.string() })).default([]),
  }),
)

export type WireUser = z.infer<typeof user>
export type WireMessage = z.infer<typeof wireMessage>
export type WireButton = z.infer<typeof wireButton>
export type WireChannel = z.infer<typeof wireChannel>

/** `type` of a message. */
export const MessageType = {
  recipientAdd: 1,
  recipientRemove: 2,
  nameChanged: 4,
  pin: 6,
  threadCreated: 18,
  slashCommand: 20,
  threadStarter: 21,
  contextMenuCommand: 23,
} as const

/** Bits of a message's `flags`. */
export const MessageFlag = { ephemeral: 1 << 6, loading: 1 << 7 } as const

/** `type` of a channel that has messages and shows in the list. */
export const ChannelType = { text: 0, announcement: 5, threads: [10, 11, 12] } as const
