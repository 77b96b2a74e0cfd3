import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import { textUpTo } from '../schemas/fields.ts'
import { readBody } from '../schemas/read-body.ts'
import { serializeApplication } from '../serializers/guilds.ts'
import { serializeSelf, serializeUser } from '../serializers/users.ts'

const messageContentLimited = 1 << 19

const installParams = z.object({ scopes: z.array(z.string()), permissions: z.string() })

const form = z.object({
  description: textUpTo(400).nullish(),
  flags: z.int().nullish(),
  install_params: installParams.nullish(),
  integration_types_config: z
    .partialRecord(
      z.literal(['0', '1']),
      z.object({ oauth2_install_params: installParams.nullish() }).nullable(),
    )
    .nullish(),
})

export const applicationRoutes: readonly Route[] = [
  botRoute('GET', '/users/@me', ({ world, bot }) => ({
    status: 200,
    body: serializeSelf(world.need('users', bot.id)),
  })),
  botRoute('GET', '/users/:user', user),
  botRoute('GET', '/oauth2/applications/@me', current),
  botRoute('GET', '/applications/@me', current),
  botRoute('PATCH', '/applications/@me', change),
]

function user({ world, parameters }: BotCall) {
  const found = world.users.get(parameters['user'] ?? '')
  if (found === undefined) throw new DiscordError('unknownUser')
  return { status: 200, body: serializeUser(found) }
}

function current({ world, bot }: BotCall) {
  const guilds = [...world.guilds.values()].filter(({ members }) => members.has(bot.id))
  return {
    status: 200,
    body: serializeApplication(bot, guilds.length, world.need('users', bot.id)),
  }
}

/** The limited intent flags are the switches of the portal: an app may set them itself. */
function change(call: BotCall) {
  const { bot } = call
  const changes = readBody(form, call.body)
  if (changes.description != null) bot.description = changes.description
  if (changes.flags != null) bot.messageContent = (changes.flags & messageContentLimited) !== 0
  if (changes.install_params != null) bot.installParams = changes.install_params
  if (changes.integration_types_config != null) {
    bot.installConfig = Object.fromEntries(
      Object.entries(changes.integration_types_config).map(([type, config]) => [
        type,
        config?.oauth2_install_params ? config : {},
      ]),
    )
  }
  return current(call)
}
