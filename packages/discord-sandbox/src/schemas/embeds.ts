import * as z from 'zod'
import type { Json } from '../json.ts'
import { textUpTo, webUrl } from './fields.ts'

const image = z.object({ url: webUrl })

const embed = z.object({
  title: textUpTo(256).nullish(),
  description: textUpTo(4096).nullish(),
  url: webUrl.nullish(),
  timestamp: z.string().nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: textUpTo(2048, 1), icon_url: webUrl.nullish() }).nullish(),
  image: image.nullish(),
  thumbnail: image.nullish(),
  author: z
    .object({ name: textUpTo(256, 1), url: webUrl.nullish(), icon_url: webUrl.nullish() })
    .nullish(),
  fields: z
    .array(
      z.object({ name: textUpTo(256, 1), value: textUpTo(1024, 1), inline: z.boolean().nullish() }),
    )
    .max(25)
    .nullish(),
})

type Embed = z.infer<typeof embed>

export const embeds = z
  .array(embed)
  .max(10)
  .refine((all) => all.reduce((sum, one) => sum + embedLength(one), 0) <= 6000, {
    error: 'Embed size exceeds maximum size of 6000',
    params: { code: 'MAX_EMBED_SIZE_EXCEEDED' },
  })

function embedLength(one: Embed): number {
  const texts = [
    one.title,
    one.description,
    one.footer?.text,
    one.author?.name,
    ...(one.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
}

/** As stored and answered: without empty keys, of type "rich". */
export function serializeEmbed(one: Embed): Json {
  const { fields, timestamp, ...rest } = one
  return {
    type: 'rich',
    ...withoutNulls(rest),
    ...(timestamp ? { timestamp: new Date(timestamp).toISOString() } : {}),
    ...(fields && fields.length > 0
      ? { fields: fields.map((field) => ({ ...field, inline: field.inline ?? false })) }
      : {}),
  }
}

function withoutNulls(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (inner === null || inner === undefined) return []
      return [[key, typeof inner === 'object' ? withoutNulls(inner as Json) : inner]]
    }),
  )
}
