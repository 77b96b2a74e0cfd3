import * as spec from 'discord-api-spec/zod'
import * as z from 'zod'
import type { Discord, Exchange } from '../index.ts'
import { unknownKeys } from './unknown-keys.ts'

type Schema = z.core.$ZodType

interface Rule {
  /** A function where the body decides which of several it is. */
  readonly request?: Schema | ((body: unknown) => Schema)
  /** Of a success that has a body. */
  readonly response?: Schema
}

export interface Contract {
  /** What the bot or the stand-in did against Discord's own description of its API, oldest first. */
  readonly violations: readonly string[]
  /** Requests and answers held against a schema. */
  readonly checked: number
  /** How many of one route: so that a test can see that it was not checked in vain. */
  contractOf(method: string, route: string): number
}

const channel = z.union([
  spec.GuildChannelResponseSchema,
  spec.PrivateChannelResponseSchema,
  spec.ThreadResponseSchema,
])
const message = spec.MessageResponseSchema
const command = spec.ApplicationCommandResponseSchema
const commands: Readonly<Record<string, Rule>> = {
  GET: { response: z.array(command) },
  POST: { request: spec.ApplicationCommandCreateRequestSchema, response: command },
  PUT: { request: z.array(spec.ApplicationCommandUpdateRequestSchema), response: z.array(command) },
}
const oneCommand: Readonly<Record<string, Rule>> = {
  GET: { response: command },
  PATCH: { request: spec.ApplicationCommandPatchRequestPartialSchema, response: command },
  DELETE: {},
}

/** By route and method, as the official OpenAPI file has them. */
const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  '/gateway': { GET: { response: spec.GatewayResponseSchema } },
  '/gateway/bot': { GET: { response: spec.GatewayBotResponseSchema } },
  '/users/@me': { GET: { response: spec.UserPIIResponseSchema } },
  '/users/:user': { GET: { response: spec.UserResponseSchema } },
  '/users/@me/channels': {
    POST: { request: spec.CreatePrivateChannelRequestSchema, response: channel },
  },
  '/oauth2/applications/@me': { GET: { response: spec.PrivateApplicationResponseSchema } },
  '/applications/@me': {
    GET: { response: spec.PrivateApplicationResponseSchema },
    PATCH: {
      request: spec.ApplicationFormPartialSchema,
      response: spec.PrivateApplicationResponseSchema,
    },
  },
  '/applications/:application/commands': commands,
  '/applications/:application/guilds/:guild/commands': commands,
  '/applications/:application/commands/:command': oneCommand,
  '/applications/:application/guilds/:guild/commands/:command': oneCommand,
  '/interactions/:interaction/:token/callback': {
    POST: {
      request: z.union([
        spec.CreateMessageInteractionCallbackRequestSchema,
        spec.UpdateMessageInteractionCallbackRequestSchema,
        spec.ApplicationCommandAutocompleteCallbackRequestSchema,
        spec.ModalInteractionCallbackRequestSchema,
      ]),
      response: spec.InteractionCallbackResponseSchema,
    },
  },
  '/webhooks/:application/:token': {
    POST: { request: spec.IncomingWebhookRequestPartialSchema, response: message },
  },
  '/webhooks/:application/:token/messages/:message': {
    GET: { response: message },
    PATCH: { request: spec.IncomingWebhookUpdateRequestPartialSchema, response: message },
    DELETE: {},
  },
  '/channels/:channel': {
    GET: { response: channel },
    PATCH: {
      request: z.union([
        spec.UpdateThreadRequestPartialSchema,
        spec.UpdateGuildChannelRequestPartialSchema,
      ]),
      response: channel,
    },
    DELETE: { response: channel },
  },
  '/channels/:channel/messages': {
    GET: { response: z.array(message) },
    POST: { request: spec.MessageCreateRequestSchema, response: message },
  },
  '/channels/:channel/messages/:message': {
    GET: { response: message },
    PATCH: { request: spec.MessageEditRequestPartialSchema, response: message },
    DELETE: {},
  },
  '/channels/:channel/messages/pins': { GET: { response: spec.PinnedMessagesResponseSchema } },
  '/channels/:channel/messages/:message/reactions/:emoji': {
    GET: { response: z.array(spec.UserResponseSchema) },
  },
  '/channels/:channel/messages/:message/threads': {
    POST: {
      request: spec.CreateTextThreadWithMessageRequestSchema,
      response: spec.CreatedThreadResponseSchema,
    },
  },
  '/channels/:channel/threads': {
    POST: {
      request: (body) =>
        typeof body === 'object' && body !== null && 'message' in body
          ? spec.CreateForumThreadRequestSchema
          : spec.CreateTextThreadWithoutMessageRequestSchema,
      response: spec.CreatedThreadResponseSchema,
    },
  },
  '/channels/:channel/threads/archived/public': { GET: { response: spec.ThreadsResponseSchema } },
  '/channels/:channel/threads/archived/private': { GET: { response: spec.ThreadsResponseSchema } },
  '/channels/:channel/thread-members': {
    GET: { response: z.array(spec.ThreadMemberResponseSchema) },
  },
  '/channels/:channel/thread-members/:user': { GET: { response: spec.ThreadMemberResponseSchema } },
  '/guilds/:guild': { GET: { response: spec.GuildWithCountsResponseSchema } },
  '/guilds/:guild/channels': { GET: { response: z.array(spec.GuildChannelResponseSchema) } },
  '/guilds/:guild/roles': { GET: { response: z.array(spec.GuildRoleResponseSchema) } },
  '/guilds/:guild/members/:user': { GET: { response: spec.GuildMemberResponseSchema } },
  '/guilds/:guild/threads/active': { GET: { response: spec.ThreadsResponseSchema } },
}

/** What the gateway sends are the same objects, with more fields. */
const dispatched: Readonly<Record<string, Schema>> = {
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message,
  THREAD_CREATE: spec.ThreadResponseSchema,
  THREAD_UPDATE: spec.ThreadResponseSchema,
}

/** Where the file is known to say something else than Discord does. */
const exceptions: readonly {
  readonly reason: string
  /** Or an event of the gateway. */
  readonly route: RegExp
  /** Of a problem's text. */
  readonly problem: RegExp
}[] = [
  {
    reason: 'Permissions are strings in all of the documentation, and so discord.js sends them.',
    route: /commands/,
    problem: /default_member_permissions/,
  },
  {
    reason: 'The documentation has `nsfw` among the fields of a command; the file forgot it.',
    route: /commands/,
    problem: /unknown key "(\[\]\.)?nsfw"/,
  },
  {
    reason: 'discord.js puts `tts` and `enforce_nonce` into every message body, edits included.',
    route: /messages|callback|webhooks|threads/,
    problem: /unknown key "(data\.|message\.)?(tts|enforce_nonce)"/,
  },
  {
    reason: 'The documentation has forwards, references of type 1; the file knows only replies.',
    route: /messages|^MESSAGE_/,
    problem: /message_reference\.type: Invalid input: expected 0$/,
  },
  {
    reason: 'The documentation has media channels, of type 16; the file forgot them.',
    route: /^\/(channels\/:channel|guilds\/:guild\/channels)$/,
    problem: /type: Invalid option: expected one of 0\|2\|4\|5\|13\|14\|15$/,
  },
  {
    reason: 'discord.js has one body for both ways of making a thread; Discord ignores its `type`.',
    route: /messages\/:message\/threads/,
    problem: /unknown key "(type|invitable)"/,
  },
]

/** Holds every request that was accepted, and every answer, against the official schemas. */
export function watchContract(discord: Discord): Contract {
  const violations: string[] = []
  const counts = new Map<string, number>()
  let checked = 0
  discord.subscribe((event) => {
    if (event.kind === 'dispatch') {
      const schema = dispatched[event.type]
      const problems = schema === undefined ? [] : mismatches(schema, event.data)
      const unknown = problems.filter((problem) => !isExcepted(event.type, problem))
      violations.push(...unknown.map((problem) => `${event.type}: ${problem}`))
      return
    }
    if (event.kind !== 'exchange') return
    const { exchange } = event
    const { problems, count } = check(exchange)
    const key = `${exchange.method} ${exchange.route}`
    checked += count
    counts.set(key, (counts.get(key) ?? 0) + count)
    violations.push(...problems.map((problem) => `${key}: ${problem}`))
  })
  return {
    violations,
    get checked() {
      return checked
    },
    contractOf: (method, route) => counts.get(`${method} ${route}`) ?? 0,
  }
}

function check(exchange: Exchange): { readonly problems: string[]; readonly count: number } {
  const { route, method, status, tookEffect, body, answer, faults } = exchange
  const rule = rules[route ?? '']?.[method]
  const found: string[] = []
  let count = 0
  if (rule?.request !== undefined && tookEffect) {
    count += 1
    const wanted = typeof rule.request === 'function' ? rule.request(body) : rule.request
    const problems = mismatches(wanted, body)
    const unknown = problems.length > 0 ? [] : unknownKeys(wanted, body)
    found.push(...problems.map((problem) => `request ${problem}`), ...tooLong(body))
    found.push(...unknown.map((key) => `request has the unknown key "${key}"`))
  }
  const isOwnAnswer = !faults.some((kind) => ['status', 'drop', 'rateLimit'].includes(kind))
  const schema = answerSchema(rule, status)
  if (isOwnAnswer && schema !== undefined && answer !== undefined) {
    count += 1
    found.push(...mismatches(schema, answer).map((problem) => `answer ${status}: ${problem}`))
  }
  if (isOwnAnswer && status === 500 && hasStack(answer)) {
    found.push(`the stand-in failed: ${answer.detail}`)
  }
  return { problems: found.filter((problem) => !isExcepted(route ?? '', problem)), count }
}

/** A fault of the stand-in itself comes with its stack. */
function hasStack(answer: unknown): answer is { readonly detail: string } {
  return typeof answer === 'object' && answer !== null && 'detail' in answer
}

/** Not the file's: that one demands a `code`, which the documentation calls optional. */
const rateLimited = z.object({
  message: z.string(),
  code: z.optional(z.number()),
  retry_after: z.number(),
  global: z.boolean(),
})

/** Not the file's: that one has numbers for the codes inside `errors`, which are words in all documentation. */
const formErrors = z.lazy(() =>
  z.union([
    z.strictObject({ _errors: z.array(z.strictObject({ code: z.string(), message: z.string() })) }),
    z.record(z.string(), formErrors),
  ]),
) as Schema

const failure = z.strictObject({
  code: z.number(),
  message: z.string(),
  errors: z.optional(formErrors),
})

function answerSchema(rule: Rule | undefined, status: number | undefined): Schema | undefined {
  if (status === undefined) return undefined
  if (status === 429) return rateLimited
  return status >= 400 ? failure : rule?.response
}

function mismatches(schema: Schema, value: unknown): string[] {
  const result = z.safeParse(schema, value)
  if (result.success) return []
  return result.error.issues.map((issue) => `${issue.path.join('.')}: ${deepest(issue)}`)
}

/** Of a union the branch that came furthest says best what is wrong. */
function deepest(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  const [branch] = issue.errors.toSorted((left, right) => left.length - right.length)
  return (branch ?? []).map((inner) => `${inner.path.join('.')}: ${deepest(inner)}`).join('; ')
}

/** The file says 4,000, which is for paying users; a bot's message has 2,000 code points at most. */
function tooLong(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return []
  const content = 'content' in body ? body.content : undefined
  const inner = 'data' in body ? tooLong(body.data) : []
  const isTooLong = typeof content === 'string' && [...content].length > 2000
  return isTooLong ? ['request content is longer than 2,000', ...inner] : inner
}

function isExcepted(path: string, text: string): boolean {
  return exceptions.some(({ route, problem }) => route.test(path) && problem.test(text))
}
