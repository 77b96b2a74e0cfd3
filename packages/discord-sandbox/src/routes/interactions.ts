import * as z from 'zod'
import type { Answer } from '../http/exchange.ts'
import type { LimitRule } from '../http/rate-limits.ts'
import { type Call, openRoute, type Route } from '../http/router.ts'
import { isJson, type Json } from '../json.ts'
import { storeFiles } from '../operations/attachments.ts'
import {
  acknowledge,
  Callback,
  createFollowUp,
  createOriginal,
  needAnswered,
  needOpen,
  ownMessage,
} from '../operations/interactions.ts'
import { deleteMessage, editMessage } from '../operations/messages.ts'
import { textUpTo } from '../schemas/fields.ts'
import { type MessageBody, readMessageBody } from '../schemas/message.ts'
import { readBody, refuse } from '../schemas/read-body.ts'
import { serializeMessage } from '../serializers/messages.ts'
import { type InteractionState, MessageFlag, type MessageState } from '../state/entities.ts'
import { refuseOversizedDisplays } from './display-size.ts'

/** Everything said with one interaction's token shares these. */
const webhookLimit: LimitRule = { group: 'interaction webhook', limit: 5, periodMs: 2000 }

export const interactionRoutes: readonly Route[] = [
  openRoute('POST', '/interactions/:interaction/:token/callback', answer, null),
  openRoute('POST', '/webhooks/:application/:token', followUp, webhookLimit),
  openRoute('GET', '/webhooks/:application/:token/messages/:message', get, webhookLimit),
  openRoute('PATCH', '/webhooks/:application/:token/messages/:message', edit, webhookLimit),
  openRoute('DELETE', '/webhooks/:application/:token/messages/:message', remove, webhookLimit),
]

const callbackForm = z.object({
  type: z.literal([1, 4, 5, 6, 7, 8, 9, 10, 12]),
  data: z.unknown().optional(),
})

const choices = z.object({
  choices: z
    .array(z.object({ name: textUpTo(100, 1), value: z.union([textUpTo(100), z.number()]) }))
    .max(25),
})

const modal = z.object({
  custom_id: textUpTo(100, 1),
  title: textUpTo(45, 1),
  components: z.array(z.record(z.string(), z.unknown())).min(1).max(5),
})

function answer(call: Call): Answer {
  const { world, parameters } = call
  const interaction = needOpen(world, parameters['interaction'] ?? '', parameters['token'] ?? '')
  const { type, data } = readBody(callbackForm, call.body)
  refuseWrongKind(interaction, type)
  const message = respond(call, interaction, type, data)
  if (call.query.get('with_response') !== 'true') return { status: 204 }
  return { status: 200, body: serializeResponse(call, interaction, type, message) }
}

/** Each kind of interaction has its own kinds of answers. */
function refuseWrongKind(interaction: InteractionState, type: number): void {
  const isAutocomplete = interaction.type === 4
  const hasSource = interaction.sourceMessageId !== undefined
  const isUpdate = type === Callback.update || type === Callback.deferUpdate
  const isModalOnModal = type === Callback.modal && interaction.type === 5
  if (
    isAutocomplete !== (type === Callback.autocomplete) ||
    (isUpdate && !hasSource) ||
    isModalOnModal
  ) {
    refuse(['type'], 'INTERACTION_CALLBACK_TYPE_INVALID', 'This callback type does not fit.')
  }
}

function respond(
  call: Call,
  interaction: InteractionState,
  type: number,
  data: unknown,
): MessageState | undefined {
  const { world } = call
  if (type === Callback.autocomplete) {
    acknowledge(world, interaction, { type, choices: readBody(choices, data).choices })
    return undefined
  }
  if (type === Callback.modal) {
    acknowledge(world, interaction, { type, modal: readBody(modal, data) })
    return undefined
  }
  if (type === Callback.deferUpdate) {
    acknowledge(world, interaction, { type })
    return undefined
  }
  if (type === Callback.update) {
    const source = world.messages.get(interaction.sourceMessageId ?? '')
    const form = readMessageBody(data, source?.flags)
    const attachments = storeFiles(world, interaction.channelId, call.files, form.attachments)
    if (source !== undefined) editMessage(world, source, form, attachments)
    acknowledge(world, interaction, { type })
    return source
  }
  const loading = type === Callback.defer
  const form = loading ? deferredForm(data) : readMessageBody(data)
  if (!loading) refuseOversizedDisplays(form)
  const attachments = storeFiles(world, interaction.channelId, call.files, form.attachments)
  const message = createOriginal(world, interaction, { form, attachments, loading })
  acknowledge(world, interaction, { type })
  return message
}

/** A defer may say only whether the answer will be ephemeral. */
function deferredForm(data: unknown): MessageBody {
  const flags = isJson(data) && typeof data['flags'] === 'number' ? data['flags'] : 0
  return readMessageBody({ flags: flags & MessageFlag.ephemeral })
}

/** `resource.message` is there only for the types that show something at once. */
function serializeResponse(
  call: Call,
  interaction: InteractionState,
  type: number,
  message: MessageState | undefined,
): Json {
  const isShown = type === Callback.message || type === Callback.update
  const id = interaction.originalId
  const shown = message ?? call.world.messages.get(id ?? '')
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(id === undefined || shown === undefined
        ? {}
        : {
            response_message_id: id,
            response_message_loading: (shown.flags & MessageFlag.loading) !== 0,
            response_message_ephemeral: shown.ephemeralFor !== undefined,
          }),
      channel_id: interaction.channelId,
      ...(interaction.guildId === undefined ? {} : { guild_id: interaction.guildId }),
    },
    ...(isShown && message !== undefined
      ? { resource: { type, message: seen(call, interaction, message) } }
      : {}),
  }
}

function seen({ world }: Call, interaction: InteractionState, message: MessageState): Json {
  return serializeMessage(world, message, {
    botId: interaction.applicationId,
    messageContent: true,
  })
}

function needToken({ world, parameters }: Call): InteractionState {
  return needAnswered(world, parameters['application'] ?? '', parameters['token'] ?? '')
}

function followUp(call: Call): Answer {
  const { world } = call
  const interaction = needToken(call)
  const form = readMessageBody(call.body)
  refuseOversizedDisplays(form)
  const attachments = storeFiles(world, interaction.channelId, call.files, form.attachments)
  const message = createFollowUp(world, interaction, { form, attachments })
  return { status: 200, body: seen(call, interaction, message) }
}

function get(call: Call): Answer {
  const interaction = needToken(call)
  const message = ownMessage(call.world, interaction, call.parameters['message'] ?? '')
  return { status: 200, body: seen(call, interaction, message) }
}

function edit(call: Call): Answer {
  const { world } = call
  const interaction = needToken(call)
  const message = ownMessage(world, interaction, call.parameters['message'] ?? '')
  const form = readMessageBody(call.body, message.flags)
  refuseOversizedDisplays(form)
  const attachments = storeFiles(world, message.channelId, call.files, form.attachments)
  editMessage(world, message, form, attachments)
  return { status: 200, body: seen(call, interaction, message) }
}

function remove(call: Call): Answer {
  const interaction = needToken(call)
  deleteMessage(call.world, ownMessage(call.world, interaction, call.parameters['message'] ?? ''))
  return { status: 204 }
}
