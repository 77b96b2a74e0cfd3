import { refuse } from './read-body.ts'

/** What is counted of a command, an option or a choice. */
interface Sized {
  readonly name: string
  readonly name_localizations?: Readonly<Record<string, string>> | null | undefined
  readonly description?: string | null | undefined
  readonly description_localizations?: Readonly<Record<string, string>> | null | undefined
  readonly value?: string | number
  readonly options?: readonly Sized[] | null | undefined
  readonly choices?: readonly Sized[] | null | undefined
}

const largest = 8000

/** Names, descriptions and values of the whole command; of translations the longest counts. Throws 50035. */
export function refuseLargeCommand(command: Sized, path: readonly PropertyKey[]): void {
  if (sizeOf(command) <= largest) return
  refuse(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${largest})`)
}

function sizeOf(part: Sized): number {
  const inner = [...(part.options ?? []), ...(part.choices ?? [])]
  return (
    longest(part.name, part.name_localizations) +
    longest(part.description ?? '', part.description_localizations) +
    (typeof part.value === 'string' ? part.value.length : 0) +
    inner.reduce((sum, one) => sum + sizeOf(one), 0)
  )
}

function longest(text: string, translations: Sized['name_localizations']): number {
  const lengths = [text, ...Object.values(translations ?? {})].map(({ length }) => length)
  return Math.max(...lengths)
}
