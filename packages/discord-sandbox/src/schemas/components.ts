import * as z from 'zod'
import type { Json } from '../json.ts'
import { snowflake, textUpTo, webUrl } from './fields.ts'
import { refuse } from './read-body.ts'

const common = { id: z.int().min(0).nullish() }
const customId = textUpTo(100, 1)
const emoji = z.object({
  id: snowflake.nullish(),
  name: z.string().nullish(),
  animated: z.boolean().nullish(),
})

const button = z
  .object({
    ...common,
    type: z.literal(2),
    style: z.literal([1, 2, 3, 4, 5, 6]),
    label: textUpTo(80).nullish(),
    custom_id: customId.nullish(),
    url: webUrl.nullish(),
    sku_id: snowflake.nullish(),
    emoji: emoji.nullish(),
    disabled: z.boolean().nullish(),
  })
  .superRefine((value, context) => {
    const refuseField = (key: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, params: { code } })
    const isLink = value.style === 5
    if (isLink && !value.url) refuseField('url', 'BASE_TYPE_REQUIRED', 'This field is required')
    if (isLink && value.custom_id) {
      refuseField(
        'custom_id',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
    }
    if (value.style < 5 && !value.custom_id) {
      refuseField('custom_id', 'BASE_TYPE_REQUIRED', 'This field is required')
    }
    if (value.style < 5 && value.url) {
      refuseField('url', 'BUTTON_COMPONENT_INVALID_TYPE', 'Only link buttons may have a url')
    }
    if (!value.label && !value.emoji && value.style !== 6) {
      refuseField(
        'label',
        'BUTTON_COMPONENT_MISSING_LABEL',
        'A button must have a label or an emoji',
      )
    }
  })

const selectCommon = {
  ...common,
  custom_id: customId,
  placeholder: textUpTo(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
}

const stringSelect = z.object({
  ...selectCommon,
  type: z.literal(3),
  options: z
    .array(
      z.object({
        label: textUpTo(100, 1),
        value: textUpTo(100, 1),
        description: textUpTo(100).nullish(),
        emoji: emoji.nullish(),
        default: z.boolean().nullish(),
      }),
    )
    .min(1)
    .max(25),
})

const autoSelect = z.object({
  ...selectCommon,
  type: z.literal([5, 6, 7, 8]),
  channel_types: z.array(z.int()).nullish(),
  default_values: z.array(z.object({ id: snowflake, type: z.string() })).nullish(),
})

const actionRow = z.object({
  ...common,
  type: z.literal(1),
  components: z
    .array(z.discriminatedUnion('type', [button, stringSelect, autoSelect]))
    .min(1)
    .max(5)
    .refine((inside) => inside.length === 1 || inside.every(({ type }) => type === 2), {
      error: 'A select fills its row',
      params: { code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED' },
    }),
})

const textDisplay = z.object({ ...common, type: z.literal(10), content: textUpTo(4000, 1) })
const media = z.object({ url: webUrl })
const thumbnail = z.object({
  ...common,
  type: z.literal(11),
  media,
  description: textUpTo(1024).nullish(),
  spoiler: z.boolean().nullish(),
})
const section = z.object({
  ...common,
  type: z.literal(9),
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
})
const gallery = z.object({
  ...common,
  type: z.literal(12),
  items: z
    .array(
      z.object({ media, description: textUpTo(1024).nullish(), spoiler: z.boolean().nullish() }),
    )
    .min(1)
    .max(10),
})
const file = z.object({
  ...common,
  type: z.literal(13),
  file: media,
  spoiler: z.boolean().nullish(),
})
const separator = z.object({
  ...common,
  type: z.literal(14),
  divider: z.boolean().nullish(),
  spacing: z.literal([1, 2]).nullish(),
})
const inContainer = [actionRow, section, textDisplay, gallery, file, separator] as const
const container = z.object({
  ...common,
  type: z.literal(17),
  components: z.array(z.discriminatedUnion('type', inContainer)).min(1),
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: z.boolean().nullish(),
})

export const components = z.array(z.discriminatedUnion('type', [...inContainer, container]))

type Component = z.infer<typeof components>[number]

/** What Discord checks over a message's components as a whole. Throws 50035. */
export function checkComponents(all: readonly Component[], isV2: boolean): void {
  // Parsed components are JSON; only their types do not say so.
  const flat = flatten(all as unknown as readonly Json[])
  if (isV2) {
    if (flat.length > 40)
      refuse(
        ['components'],
        'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
        'The maximum number of components is 40',
      )
    const shownLength = flat.reduce(
      (sum, { content }) => sum + (typeof content === 'string' ? content.length : 0),
      0,
    )
    if (shownLength > 4000) {
      refuse(
        ['components'],
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        'The displayable text of components exceeds 4000',
      )
    }
  } else {
    if (all.length > 5)
      refuse(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')
    const wrong = all.findIndex(({ type }) => type !== 1)
    if (wrong !== -1)
      refuse(
        ['components', wrong, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of (1,).',
      )
  }
  const customIds = flat.flatMap((one) =>
    typeof one['custom_id'] === 'string' ? [one['custom_id']] : [],
  )
  const twice = customIds.find((id, index) => customIds.indexOf(id) !== index)
  if (twice !== undefined)
    refuse(
      ['components'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
}

/** A component and everything inside it. */
export function flatten(all: readonly Json[]): Json[] {
  return all.flatMap((one) => [
    one,
    ...flatten((one['components'] ?? []) as readonly Json[]),
    ...flatten(one['accessory'] === undefined ? [] : [one['accessory'] as Json]),
  ])
}

/** As stored and answered: numbered in reading order, defaults filled in, empty keys left out. */
export function serializeComponents(all: readonly Component[]): Json[] {
  let number = 0
  const wire = (one: Json): Json => {
    number += 1
    const id = typeof one['id'] === 'number' && one['id'] > 0 ? one['id'] : number
    const filled = Object.entries(one).filter(([, value]) => value !== null && value !== undefined)
    const inner = (key: string) => one[key] as readonly Json[]
    return {
      ...defaultsOf(one['type']),
      ...Object.fromEntries(filled),
      id,
      ...(Array.isArray(one['components']) ? { components: inner('components').map(wire) } : {}),
      ...(one['accessory'] === undefined ? {} : { accessory: wire(one['accessory'] as Json) }),
      ...(Array.isArray(one['items'])
        ? { items: inner('items').map((item) => ({ description: null, spoiler: false, ...item })) }
        : {}),
    }
  }
  // Parsed components are JSON; only their types do not say so.
  return all.map((one) => wire(one as unknown as Json))
}

function defaultsOf(type: unknown): Json {
  if (type === 3 || (typeof type === 'number' && type >= 5 && type <= 8)) {
    return { min_values: 1, max_values: 1 }
  }
  if (type === 11) return { description: null, spoiler: false }
  if (type === 13) return { spoiler: false }
  if (type === 14) return { divider: true, spacing: 1 }
  if (type === 17) return { accent_color: null, spoiler: false }
  return {}
}
