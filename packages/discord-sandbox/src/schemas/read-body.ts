import type * as z from 'zod'
import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'

export interface FormError {
  readonly path: readonly PropertyKey[]
  readonly code: string
  readonly message: string
}

/** Discord's nested shape: the path as keys, `_errors` at its end. */
function formErrors(errors: readonly FormError[]): Json {
  const root: Record<string, unknown> = {}
  for (const { path, code, message } of errors) {
    let level = root
    for (const key of path) {
      const next = level[String(key)] ?? {}
      level[String(key)] = next
      level = next as Record<string, unknown>
    }
    const listed = (level['_errors'] ?? []) as unknown[]
    level['_errors'] = [...listed, { code, message }]
  }
  return root
}

/** Throws 50035 naming one field. */
export function refuse(path: readonly PropertyKey[], code: string, message: string): never {
  throw new DiscordError('invalidBody', formErrors([{ path, code, message }]))
}

/**
 * Reads a request body; throws 50035 with Discord's nested errors. Keys it does not know are ignored,
 * as Discord does. `path`: where in the request the body stands, for the errors.
 */
export function readBody<Body>(
  schema: z.ZodType<Body>,
  body: unknown,
  path: readonly PropertyKey[] = [],
): Body {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const errors = result.error.issues.flatMap(fromIssue)
  const placed = errors.map((error) => ({ ...error, path: [...path, ...error.path] }))
  throw new DiscordError('invalidBody', formErrors(placed))
}

/** Lets a schema's own rule say Discord's code: `{ params: { code: 'BASE_TYPE_MAX_LENGTH' } }`. */
function fromIssue(issue: z.core.$ZodIssue): FormError[] {
  const { path } = issue
  const of = (code: string, message: string): FormError[] => [{ path, code, message }]
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? of('NUMBER_TYPE_MAX', `int value should be less than or equal to ${issue.maximum}.`)
        : of('BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`)
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? of('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${issue.minimum}.`)
        : of('BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`)
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? of('BASE_TYPE_REQUIRED', 'This field is required')
        : of(...wrongType(issue.expected))
    case 'invalid_value':
      return of(
        'BASE_TYPE_CHOICES',
        `Value must be one of {${issue.values.map(String).join(', ')}}.`,
      )
    case 'invalid_union': {
      // The branch that got furthest says best what is wrong.
      const branch = issue.errors.toSorted((left, right) => left.length - right.length)[0]
      if (branch === undefined)
        return of('BASE_TYPE_CHOICES', 'Value is not one of the known types.')
      return branch.flatMap((inner) => fromIssue({ ...inner, path: [...path, ...inner.path] }))
    }
    case 'custom':
      return of(String(issue.params?.['code'] ?? 'BASE_TYPE_INVALID'), issue.message)
    default:
      return of('BASE_TYPE_INVALID', issue.message)
  }
}

function wrongType(expected: string): [code: string, message: string] {
  if (expected === 'array') return ['LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType']
  if (expected === 'object') {
    return ['MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType']
  }
  if (expected === 'string') return ['STRING_TYPE_CONVERT', 'Could not interpret as string.']
  if (expected === 'boolean') return ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.']
  return ['NUMBER_TYPE_COERCE', 'Value is not int.']
}
