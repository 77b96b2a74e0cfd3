import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { AllowedMentions } from '../mentions.ts'
import { MessageFlag } from '../state/entities.ts'
import { checkComponents, components, serializeComponents } from './components.ts'
import { embeds, serializeEmbed } from './embeds.ts'
import { snowflake, textUpTo } from './fields.ts'
import { poll, serializePoll } from './poll.ts'
import { readBody, refuse } from './read-body.ts'

const allowedMentions = z.object({
  parse: z.array(z.literal(['users', 'roles', 'everyone'])).nullish(),
  users: z.array(snowflake).max(100).nullish(),
  roles: z.array(snowflake).max(100).nullish(),
  replied_user: z.boolean().nullish(),
})

const messageSchema = z.object({
  content: textUpTo(2000).nullish(),
  tts: z.boolean().nullish(),
  nonce: z.union([textUpTo(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  embeds: embeds.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: z
    .object({
      message_id: snowflake,
      channel_id: snowflake.nullish(),
      guild_id: snowflake.nullish(),
      fail_if_not_exists: z.boolean().nullish(),
      type: z.literal([0, 1]).nullish(),
    })
    .nullish(),
  components: components.nullish(),
  poll: poll.nullish(),
  flags: z.int().nullish(),
  attachments: z
    .array(
      z.object({
        id: snowflake,
        filename: textUpTo(1024).nullish(),
        description: textUpTo(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
})

/** A message body that Discord would accept; `undefined` is a field that was not sent. */
export interface MessageBody {
  /** Trimmed at both ends. */
  readonly content: string | undefined
  readonly tts: boolean
  readonly nonce: string | number | undefined
  readonly enforceNonce: boolean
  readonly embeds: readonly Json[] | undefined
  readonly components: readonly Json[] | undefined
  readonly poll: Json | undefined
  readonly flags: number | undefined
  readonly allowedMentions: AllowedMentions | undefined
  readonly reference:
    | {
        readonly messageId: string
        readonly mustExist: boolean
        /** Of the channel whose message is forwarded; undefined: a reply. */
        readonly forwardsFrom: string | undefined
      }
    | undefined
  readonly attachments:
    | readonly { readonly id: string; readonly filename?: string; readonly description?: string }[]
    | undefined
}

/** `flagsBefore`: of the message to be edited. `path`: where in the request it stands. Throws 50035. */
export function readMessageBody(
  body: unknown,
  flagsBefore = 0,
  path: readonly string[] = [],
): MessageBody {
  const form = readBody(messageSchema, body, path)
  const isV2 = (((form.flags ?? 0) | flagsBefore) & MessageFlag.componentsV2) !== 0
  if (isV2) refuseLegacy(form)
  if (form.components) checkComponents(form.components, isV2)
  return {
    content: form.content === undefined ? undefined : (form.content ?? '').trim(),
    tts: form.tts ?? false,
    nonce: form.nonce ?? undefined,
    enforceNonce: form.enforce_nonce ?? false,
    embeds: form.embeds === undefined ? undefined : (form.embeds ?? []).map(serializeEmbed),
    components:
      form.components === undefined ? undefined : serializeComponents(form.components ?? []),
    poll: form.poll ? serializePoll(form.poll) : undefined,
    flags: form.flags ?? undefined,
    allowedMentions: readAllowedMentions(form.allowed_mentions ?? undefined),
    reference: form.message_reference
      ? {
          messageId: form.message_reference.message_id,
          mustExist: form.message_reference.fail_if_not_exists ?? true,
          forwardsFrom: forwardedChannel(form),
        }
      : undefined,
    attachments: form.attachments?.map(({ id, filename, description }) => ({
      id,
      ...(filename ? { filename } : {}),
      ...(description ? { description } : {}),
    })),
  }
}

/** A forward says nothing itself. */
function forwardedChannel(form: z.infer<typeof messageSchema>): string | undefined {
  if (form.message_reference?.type !== 1) return undefined
  const { content, embeds: embedded, components: pressed, attachments } = form
  const lists = [embedded, pressed, attachments]
  if (content || form.poll || lists.some((list) => (list?.length ?? 0) > 0)) {
    refuse(
      ['message_reference'],
      'FORWARD_CONTAINS_UNSUPPORTED_CONTENT',
      'A forward cannot have content of its own.',
    )
  }
  const { channel_id } = form.message_reference
  if (channel_id) return channel_id
  refuse(['message_reference', 'channel_id'], 'BASE_TYPE_REQUIRED', 'This field is required')
}

function readAllowedMentions(
  given: z.infer<typeof allowedMentions> | undefined,
): AllowedMentions | undefined {
  if (given === undefined) return undefined
  const parse = given.parse ?? []
  for (const kind of ['users', 'roles'] as const) {
    if (parse.includes(kind) && (given[kind]?.length ?? 0) > 0) {
      refuse(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      )
    }
  }
  return {
    parse,
    users: given.users ?? [],
    roles: given.roles ?? [],
    repliedUser: given.replied_user ?? false,
  }
}

function refuseLegacy(form: z.infer<typeof messageSchema>): void {
  const legacy = [
    form.content ? 'content' : undefined,
    form.embeds && form.embeds.length > 0 ? 'embeds' : undefined,
    form.poll ? 'poll' : undefined,
  ].find((name) => name !== undefined)
  if (legacy !== undefined) {
    refuse(
      [legacy],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${legacy}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    )
  }
}

/** Throws 50006 for what would show nothing. */
export function refuseEmpty(shown: {
  readonly content: string
  readonly embeds: readonly unknown[]
  readonly components: readonly unknown[]
  readonly attachments: readonly unknown[]
  readonly poll: unknown
  readonly stickers: readonly unknown[]
}): void {
  const lists = [shown.embeds, shown.components, shown.attachments, shown.stickers]
  const hasText = shown.content !== '' || shown.poll !== undefined
  if (!hasText && lists.every(({ length }) => length === 0)) {
    throw new DiscordError('emptyMessage')
  }
}
