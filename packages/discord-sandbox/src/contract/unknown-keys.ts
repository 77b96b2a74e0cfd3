import * as z from 'zod'

type Schema = z.core.$ZodType

/**
 * The paths of all keys in `value` that its schema does not name. A generated schema lets them
 * pass, as Discord does; in a request they are a misspelt or a useless field.
 */
export function unknownKeys(schema: Schema, value: unknown, path = ''): string[] {
  const { def } = schema._zod as z.core.$ZodTypes['_zod']
  switch (def.type) {
    case 'object': {
      if (typeof value !== 'object' || value === null) return []
      return Object.entries(value).flatMap(([key, inner]) => {
        const field = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined
        const at = path === '' ? key : `${path}.${key}`
        return field === undefined ? [at] : unknownKeys(field, inner, at)
      })
    }
    case 'array':
      if (!Array.isArray(value)) return []
      return value.flatMap((inner) => unknownKeys(def.element, inner, `${path}[]`))
    case 'union': {
      const fitting = def.options.filter((option) => z.safeParse(option, value).success)
      const found = fitting.map((option) => unknownKeys(option, value, path))
      return found.toSorted((left, right) => left.length - right.length)[0] ?? []
    }
    case 'optional':
    case 'nullable':
      return value === undefined || value === null ? [] : unknownKeys(def.innerType, value, path)
    case 'lazy':
      return unknownKeys(def.getter(), value, path)
    default:
      return []
  }
}
