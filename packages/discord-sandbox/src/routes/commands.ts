import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import type { LimitRule } from '../http/rate-limits.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import { isJson } from '../json.ts'
import {
  commandsOf,
  needCommand,
  replaceCommands,
  saveCommand,
  serializeCommand,
} from '../operations/commands.ts'
import { readCommand } from '../schemas/command.ts'
import { readBody, refuse } from '../schemas/read-body.ts'
import { demandGuild } from '../state/access.ts'

const replaceLimit: LimitRule = { group: 'replace commands', limit: 2, periodMs: 60_000 }
const saveLimit: LimitRule = { group: 'save command', limit: 5, periodMs: 20_000 }

const list = z.array(z.unknown())

export const commandRoutes: readonly Route[] = [
  '/applications/:application/commands',
  '/applications/:application/guilds/:guild/commands',
].flatMap((path) => [
  botRoute('GET', path, listAll),
  botRoute('POST', path, create, saveLimit),
  botRoute('PUT', path, replaceAll, replaceLimit),
  botRoute('GET', `${path}/:command`, get),
  botRoute('PATCH', `${path}/:command`, change, saveLimit),
  botRoute('DELETE', `${path}/:command`, remove, saveLimit),
])

/** Most commands of a kind, in one scope: slash, user, message. */
const mostCommands = new Map([
  [1, 100],
  [2, 15],
  [3, 15],
])

/** Throws 30032. */
function refuseMany(type: number, count: number): void {
  if (count <= (mostCommands.get(type) ?? 0)) return
  throw new DiscordError(type === 1 ? 'tooManyCommands' : 'tooManyMenus')
}

/** Throws 10002 and 50001. */
function scope({ world, bot, parameters }: BotCall): string | undefined {
  if (parameters['application'] !== bot.id) throw new DiscordError('unknownApplication')
  const guildId = parameters['guild']
  return guildId === undefined ? undefined : demandGuild(world, guildId, bot.id).id
}

function installTypes({ bot }: BotCall): readonly number[] {
  return Object.keys(bot.installConfig).map(Number)
}

function listAll(call: BotCall) {
  const guildId = scope(call)
  const withLocalizations = call.query.get('with_localizations') === 'true'
  const body = commandsOf(call.bot, guildId).map((command) =>
    serializeCommand(call.bot, command, withLocalizations),
  )
  return { status: 200, body }
}

function create(call: BotCall) {
  const guildId = scope(call)
  const command = readCommand(call.body, installTypes(call))
  const before = new Set(call.bot.commands.keys())
  const others = commandsOf(call.bot, guildId).filter(
    ({ type, name }) => type === command.type && name !== command.name,
  )
  refuseMany(command.type, others.length + 1)
  const saved = saveCommand(call.world, call.bot, { guildId }, command)
  return { status: before.has(saved.id) ? 200 : 201, body: serializeCommand(call.bot, saved) }
}

function replaceAll(call: BotCall) {
  const guildId = scope(call)
  const commands = readBody(list, call.body).map((body, index) =>
    readCommand(body, installTypes(call), [index]),
  )
  for (const type of mostCommands.keys()) {
    const names = commands.flatMap((command) => (command.type === type ? [command.name] : []))
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
    if (twice !== -1) {
      refuse(
        [twice],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      )
    }
    refuseMany(type, names.length)
  }
  const kept = replaceCommands(call.world, call.bot, guildId, commands)
  return { status: 200, body: kept.map((command) => serializeCommand(call.bot, command)) }
}

function get(call: BotCall) {
  const command = needCommand(call.bot, scope(call), call.parameters['command'] ?? '')
  return { status: 200, body: serializeCommand(call.bot, command) }
}

function change(call: BotCall) {
  const guildId = scope(call)
  const before = needCommand(call.bot, guildId, call.parameters['command'] ?? '')
  const changes = isJson(call.body) ? call.body : {}
  const changed = readCommand(
    { ...before.definition, ...changes, type: before.type },
    installTypes(call),
  )
  const saved = saveCommand(call.world, call.bot, { guildId, replaces: before.id }, changed)
  return { status: 200, body: serializeCommand(call.bot, saved) }
}

function remove(call: BotCall) {
  const command = needCommand(call.bot, scope(call), call.parameters['command'] ?? '')
  call.bot.commands.delete(command.id)
  return { status: 204 }
}
