import * as z from 'zod'
import type { Json } from '../json.ts'
import { refuseLargeCommand } from './command-size.ts'
import { textUpTo } from './fields.ts'
import { localized } from './localizations.ts'
import { readBody, refuse } from './read-body.ts'

/** Discord's own pattern for slash commands and options; lower case where the script has it. */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u

const optionName = textUpTo(32, 1).refine(isSlashName, {
  error: 'Command name is invalid',
  params: { code: 'APPLICATION_COMMAND_INVALID_NAME' },
})

const choice = z.object({
  name: textUpTo(100, 1),
  name_localizations: localized(textUpTo(100, 1)),
  value: z.union([textUpTo(100), z.number()]),
})

const plainOption = z.object({
  type: z.literal([3, 4, 5, 6, 7, 8, 9, 10, 11]),
  name: optionName,
  name_localizations: localized(optionName),
  description: textUpTo(100, 1),
  description_localizations: localized(textUpTo(100, 1)),
  required: z.boolean().nullish(),
  choices: z.array(choice).max(25).nullish(),
  channel_types: z.array(z.int()).nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  min_length: z.int().min(0).max(6000).nullish(),
  max_length: z.int().min(1).max(6000).nullish(),
  autocomplete: z.boolean().nullish(),
})
const grouped = {
  name: optionName,
  name_localizations: localized(optionName),
  description: textUpTo(100, 1),
  description_localizations: localized(textUpTo(100, 1)),
}
const subcommand = z.object({
  ...grouped,
  type: z.literal(1),
  options: z.array(plainOption).max(25).nullish(),
})
const subcommandGroup = z.object({
  ...grouped,
  type: z.literal(2),
  options: z.array(subcommand).max(25).nullish(),
})

const commandSchema = z.object({
  type: z.literal([1, 2, 3]).nullish(),
  name: textUpTo(32, 1),
  name_localizations: localized(textUpTo(32, 1)),
  description: textUpTo(100).nullish(),
  description_localizations: localized(textUpTo(100, 1)),
  options: z
    .array(z.discriminatedUnion('type', [plainOption, subcommand, subcommandGroup]))
    .max(25)
    .nullish(),
  default_member_permissions: z.union([z.string().regex(/^\d+$/), z.number()]).nullish(),
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.literal([0, 1, 2])).nullish(),
  integration_types: z.array(z.literal([0, 1])).nullish(),
  nsfw: z.boolean().nullish(),
})

type CommandBody = z.infer<typeof commandSchema>
type Option = NonNullable<CommandBody['options']>[number]

/** A command as Discord keeps it: defaults filled in, without ids. */
export interface CommandDefinition {
  readonly type: number
  readonly name: string
  readonly definition: Json
}

/**
 * `installTypes`: the app's own, for a command that names none. `path`: where in the request the command
 * stands, for the errors. Throws 50035.
 */
export function readCommand(
  body: unknown,
  installTypes: readonly number[],
  path: readonly PropertyKey[] = [],
): CommandDefinition {
  const form = readBody(commandSchema, body, path)
  const type = form.type ?? 1
  if (type === 1) checkSlashCommand(form, path)
  else if (form.description) {
    refuse(
      [...path, 'description'],
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_PRESENT',
      'Context menu commands cannot have description',
    )
  } else if (form.options && form.options.length > 0) {
    refuse(
      [...path, 'options'],
      'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_PRESENT',
      'Context menu commands cannot have options',
    )
  }
  refuseLargeCommand(form, path)
  return { type, name: form.name, definition: definitionOf(form, type, installTypes) }
}

function checkSlashCommand(form: CommandBody, path: readonly PropertyKey[]): void {
  if (!isSlashName(form.name)) {
    refuse([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  }
  // Discord does not say which of a command's own translations is wrong; of an option's it does.
  if (!Object.values(form.name_localizations ?? {}).every(isSlashName)) {
    const where = [...path, 'name_localizations']
    refuse(where, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  }
  if (!form.description) {
    refuse([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required')
  }
  checkOptions(form.options ?? [], [...path, 'options'])
}

function checkOptions(options: readonly Option[], path: readonly PropertyKey[]): void {
  if (isAmbiguous(options)) {
    refuse(path, 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique')
  }
  const isGroup = ({ type }: Option) => type === 1 || type === 2
  if (options.some(isGroup) && !options.every(isGroup)) {
    refuse(
      path,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    )
  }
  let optionalSeen = false
  for (const [index, option] of options.entries()) {
    if (option.type === 1 || option.type === 2) {
      checkOptions(option.options ?? [], [...path, index, 'options'])
      continue
    }
    if (option.required && optionalSeen) {
      refuse(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      )
    }
    optionalSeen ||= !option.required
    if (option.autocomplete && option.choices && option.choices.length > 0) {
      refuse(
        [...path, index, 'choices'],
        'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
        'Autocomplete and choices are mutually exclusive',
      )
    }
  }
}

/** Is a name, in any language, also another option's in that language or its own one? */
function isAmbiguous(options: readonly Option[]): boolean {
  const languages = options.flatMap((option) => Object.keys(option.name_localizations ?? {}))
  return options.some((option) =>
    options.some(
      (other) =>
        other !== option &&
        (other.name === option.name ||
          languages.some((language) => {
            const name = option.name_localizations?.[language]
            const others = [other.name, other.name_localizations?.[language]]
            return name !== undefined && others.includes(name)
          })),
    ),
  )
}

function isSlashName(name: string): boolean {
  return slashName.test(name) && name === name.toLowerCase()
}

function definitionOf(form: CommandBody, type: number, installTypes: readonly number[]): Json {
  const contexts = form.contexts ?? (form.dm_permission === false ? [0] : null)
  return {
    type,
    name: form.name,
    name_localizations: form.name_localizations ?? null,
    description: form.description ?? '',
    description_localizations: form.description_localizations ?? null,
    default_member_permissions:
      form.default_member_permissions == null ? null : String(form.default_member_permissions),
    dm_permission: contexts === null || contexts.includes(1),
    contexts,
    integration_types: form.integration_types ?? installTypes,
    nsfw: form.nsfw ?? false,
    ...(form.options && form.options.length > 0
      ? { options: form.options.map(serializeOption) }
      : {}),
  }
}

/** Discord answers without the keys that say nothing. */
function serializeOption(option: Json): Json {
  const kept = Object.entries(option).filter(([key, value]) => {
    if (value === null || value === undefined) return false
    if ((key === 'required' || key === 'autocomplete') && value === false) return false
    return !(key === 'choices' && Array.isArray(value) && value.length === 0)
  })
  const { options } = option
  return {
    ...Object.fromEntries(kept),
    ...(Array.isArray(options) ? { options: options.map(serializeOption) } : {}),
  }
}
