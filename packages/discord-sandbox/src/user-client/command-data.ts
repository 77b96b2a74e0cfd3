import { isJson, type Json } from '../json.ts'
import { serializeChannel } from '../serializers/channels.ts'
import { serializeRole } from '../serializers/guilds.ts'
import { serializeMember, serializeUser } from '../serializers/users.ts'
import type { CommandState, GuildState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

export type OptionValue = string | number | boolean

/** What a person filled in. `focused`: the option being typed, for autocomplete. */
export interface FilledIn {
  readonly values: Readonly<Record<string, OptionValue>>
  readonly focused?: string
}

interface OptionDefinition {
  readonly type: number
  readonly name: string
  readonly required?: boolean
  readonly autocomplete?: boolean
  readonly options?: readonly OptionDefinition[]
  readonly choices?: readonly { readonly name: string; readonly value: OptionValue }[]
  readonly min_length?: number
  readonly max_length?: number
  readonly min_value?: number
  readonly max_value?: number
}

const optionTypes = { 3: 'string', 4: 'number', 5: 'boolean', 10: 'number' } as const
const longestString = 6000

/** `data` of a slash command as the official client sends it; throws where that client would not let it go. */
export function commandData(
  world: World,
  guild: GuildState | undefined,
  command: CommandState,
  path: readonly string[],
  filledIn: FilledIn,
): Json {
  const definition = command.definition as { readonly options?: readonly OptionDefinition[] }
  const options = nested(definition.options ?? [], path, filledIn)
  const resolved = resolve(world, guild, definition.options ?? [], path, filledIn)
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guildId === undefined ? {} : { guild_id: command.guildId }),
    ...(options.length === 0 ? {} : { options }),
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  }
}

function nested(
  definitions: readonly OptionDefinition[],
  path: readonly string[],
  filledIn: FilledIn,
): Json[] {
  const [step, ...rest] = path
  if (step === undefined) return filled(definitions, filledIn)
  const inner = definitions.find(({ name, type }) => name === step && type <= 2)
  if (inner === undefined) throw new Error(`There is no sub-command "${step}"`)
  return [{ type: inner.type, name: step, options: nested(inner.options ?? [], rest, filledIn) }]
}

function filled(definitions: readonly OptionDefinition[], { values, focused }: FilledIn): Json[] {
  if (definitions.some(({ type }) => type <= 2)) throw new Error('A sub-command must be chosen')
  for (const name of Object.keys(values)) {
    if (!definitions.some((definition) => definition.name === name)) {
      throw new Error(`The command has no option "${name}"`)
    }
  }
  return definitions.flatMap((definition) => {
    const value = values[definition.name]
    const isFocused = definition.name === focused
    if (value === undefined) {
      if (definition.required && focused === undefined) {
        throw new Error(`The option "${definition.name}" is required`)
      }
      return isFocused
        ? [{ type: definition.type, name: definition.name, value: '', focused: true }]
        : []
    }
    if (focused === undefined) check(definition, value)
    return [
      {
        type: definition.type,
        name: definition.name,
        value,
        ...(isFocused ? { focused: true } : {}),
      },
    ]
  })
}

function check(definition: OptionDefinition, value: OptionValue): void {
  const { name, type, choices } = definition
  const expected = optionTypes[type as keyof typeof optionTypes] ?? 'string'
  if (typeof value !== expected) throw new Error(`The option "${name}" must be a ${expected}`)
  if (type === 4 && !Number.isInteger(value)) throw new Error(`The option "${name}" must be whole`)
  if (choices !== undefined && !choices.some((choice) => choice.value === value)) {
    throw new Error(`"${value}" is not among the choices of "${name}"`)
  }
  const [size, least, most] =
    typeof value === 'string'
      ? [value.length, definition.min_length ?? 0, definition.max_length ?? longestString]
      : [Number(value), definition.min_value ?? -Infinity, definition.max_value ?? Infinity]
  if (size < least || size > most) {
    throw new Error(`The option "${name}" must be between ${least} and ${most}, got ${size}`)
  }
}

/** Users, channels and roles that the options name, as Discord sends them along. */
function resolve(
  world: World,
  guild: GuildState | undefined,
  definitions: readonly OptionDefinition[],
  path: readonly string[],
  { values }: FilledIn,
): Json {
  const level = path.reduce<readonly OptionDefinition[]>(
    (inside, step) => inside.find(({ name }) => name === step)?.options ?? [],
    definitions,
  )
  const resolved: Record<string, Record<string, Json>> = {}
  const add = (kind: string, id: string, wire: Json | undefined) => {
    if (wire !== undefined) resolved[kind] = { ...resolved[kind], [id]: wire }
  }
  for (const { type, name } of level) {
    const id = values[name]
    if (typeof id !== 'string' || type < 6 || type > 9) continue
    const user = type === 6 || type === 9 ? world.users.get(id) : undefined
    const member = guild?.members.get(id)
    const channel = type === 7 ? world.channels.get(id) : undefined
    const role = type === 8 || type === 9 ? guild?.roles.get(id) : undefined
    if (user === undefined && channel === undefined && role === undefined) {
      throw new Error(`The option "${name}" names nothing that is there: ${id}`)
    }
    add('users', id, user && serializeUser(user))
    add('members', id, user && member && serializeMember(member))
    add('channels', id, channel && serializeChannel(world, channel, { for: undefined }))
    add('roles', id, role && serializeRole(role))
  }
  return resolved
}

/** The filled-in form of a modal; throws where a required field is empty or a name unknown. */
export function modalData(modal: Json, values: Readonly<Record<string, string>>): Json {
  const left = new Set(Object.keys(values))
  const fill = (component: unknown): Json => {
    if (!isJson(component)) return {}
    const { type, id, custom_id } = component
    const base = { type, ...(id === undefined ? {} : { id }) }
    if (Array.isArray(component['components'])) {
      return { ...base, components: component['components'].map(fill) }
    }
    if (component['component'] !== undefined) {
      return { ...base, component: fill(component['component']) }
    }
    if (typeof custom_id !== 'string') return base
    const value =
      values[custom_id] ?? (typeof component['value'] === 'string' ? component['value'] : '')
    if (value === '' && component['required'] !== false) {
      throw new Error(`The field "${custom_id}" is required`)
    }
    left.delete(custom_id)
    return {
      ...base,
      custom_id,
      ...(type === 4 ? { value } : { values: value === '' ? [] : [value] }),
    }
  }
  const components = (modal['components'] as readonly unknown[]).map(fill)
  if (left.size > 0) throw new Error(`The modal has no field "${[...left].join('", "')}"`)
  return { custom_id: modal['custom_id'], components }
}
