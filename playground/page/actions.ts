import type { Discord, Interaction, Person } from 'discord-sandbox'
import { z } from 'zod'
import { locales } from '../locale.ts'
import { type Action, defineAction } from './define-action.ts'
import type { Actions, NewFile, Used } from './protocol.ts'

interface Actor {
  readonly discord: Discord
  readonly person: Person
  /** The uploads of the request. */
  readonly files: readonly NewFile[]
}

const act = <Shape extends z.ZodRawShape>(
  shape: Shape,
  perform: (actor: Actor, fields: z.output<z.ZodObject<Shape>>) => unknown,
): Action<Actor> => defineAction(shape, perform)

const id = z.string().regex(/^\d{15,20}$/)
const text = z.string().max(10_000)
const optionValue = z.union([z.string(), z.number(), z.boolean()])
const options = z.record(z.string(), optionValue)

/** What a person can do: the fields of each action, and the call of their client. */
const actions = {
  history: act({ channelId: id, before: id.optional() }, ({ person }, { channelId, before }) =>
    person.client.history(channelId, before === undefined ? {} : { before }),
  ),
  channel: act({ channelId: id }, ({ person }, { channelId }) => person.client.channel(channelId)),
  commands: act({ channelId: id }, ({ person }, { channelId }) => person.commands(channelId)),
  say: act(
    { channelId: id, content: text, replyTo: id.optional(), pingReply: z.boolean().optional() },
    ({ person, files }, { channelId, content, replyTo, pingReply }) => {
      const attachments = files.map(({ name, contentType, bytes }) => {
        return { name, contentType, content: bytes }
      })
      const said = person.say(channelId, content, {
        attachments,
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(pingReply === undefined ? {} : { pingReply }),
      })
      return { id: said.id }
    },
  ),
  edit: act({ messageId: id, content: text }, ({ person }, { messageId, content }) => {
    person.edit(messageId, content)
  }),
  remove: act({ messageId: id }, ({ person }, { messageId }) => person.remove(messageId)),
  type: act({ channelId: id }, ({ person }, { channelId }) => person.type(channelId)),
  'open-thread': act(
    { channelId: id, messageId: id.optional(), name: z.string().trim().min(1).max(100) },
    ({ person }, { channelId, messageId, name }) => {
      const thread = person.openThread(
        channelId,
        name,
        messageId === undefined ? {} : { messageId },
      )
      return { id: thread.id }
    },
  ),
  'leave-thread': act({ threadId: id }, ({ person }, { threadId }) => person.leaveThread(threadId)),
  'open-direct': act({ userId: id }, ({ person, discord }, { userId }) => {
    if (userId === person.id) throw new Error('Nobody writes to themselves.')
    const { id: channelId } = discord.addDirectMessage(person.id, userId)
    return person.client.channel(channelId)
  }),
  'set-locale': act({ locale: z.enum(locales) }, ({ person, discord }, { locale }) => {
    discord.setLocale(person.id, locale)
  }),
  command: act(
    { channelId: id, name: z.string(), options },
    async ({ person }, { channelId, name, options: filledIn }) =>
      used(await person.command(channelId, name, filledIn)),
  ),
  autocomplete: act(
    { channelId: id, name: z.string(), options, focused: z.string() },
    async ({ person }, { channelId, name, options: filledIn, focused }) =>
      used(await person.autocomplete(channelId, name, filledIn, focused)),
  ),
  menu: act(
    { channelId: id, name: z.string(), targetId: id },
    async ({ person }, { channelId, name, targetId }) =>
      used(await person.contextMenu(channelId, name, targetId)),
  ),
  press: act({ messageId: id, customId: z.string() }, async ({ person }, { messageId, customId }) =>
    used(await person.press(messageId, customId)),
  ),
  select: act(
    { messageId: id, customId: z.string(), values: z.array(z.string()) },
    async ({ person }, { messageId, customId, values }) =>
      used(await person.select(messageId, customId, values)),
  ),
  submit: act(
    { interactionId: id, values: z.record(z.string(), text) },
    async ({ person, discord }, { interactionId, values }) => {
      const opened = discord.interaction(interactionId)
      if (opened === undefined) throw new Error('This form is not open any more')
      return used(await person.submitModal(opened, values))
    },
  ),
} satisfies Partial<Record<keyof Actions, Action<Actor>>>

/** A map, because a browser may name anything, also properties that every object has. */
const byName = new Map<string, Action<Actor>>(Object.entries(actions))

/** Returns undefined for an unknown action. Rejects with a sentence for people when it fails. */
export function performAction(
  name: string,
  actor: Actor,
  fields: unknown,
): Promise<unknown> | undefined {
  return byName.get(name)?.(actor, fields)
}

function used(interaction: Interaction): Used {
  const { id: interactionId, acknowledgedAfterMs, modal, choices } = interaction
  return {
    interactionId,
    isAcknowledged: acknowledgedAfterMs !== undefined,
    ...(modal === undefined ? {} : { modal }),
    choices: choices.map(({ name, value }) => ({
      name: String(name),
      value: typeof value === 'number' ? value : String(value),
    })),
  }
}
