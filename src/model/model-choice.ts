import { ModelFailure, type Models } from '../core/model.ts'
import type { ModelList } from './model-list.ts'

/** The settings for models. */
export interface ModelSettings {
  /** The default; `undefined`: the only one that the server has. */
  readonly name: string | undefined
  /** The allow-list: names in which `*` stands for anything. */
  readonly choosable: readonly string[]
}

/** The models that people may choose of those which a server has. */
export function modelChoice(list: ModelList, { name, choosable: allowed }: ModelSettings): Models {
  const patterns = allowed.map(patternOf)
  const isAllowed = (model: string) =>
    patterns.some((pattern) => aliases(model).some((alias) => pattern.test(alias)))
  /** The only model that the server had, where none was set. */
  let found: string | undefined

  /** The default as far as it can be told from a list; it follows the list where that changes. */
  function defaultOf(names: readonly string[] | undefined): string | undefined {
    if (name !== undefined) return name
    if (names !== undefined) found = names.length === 1 ? names[0] : names.find(isFound)
    return found
  }
  const isFound = (model: string) => model === found

  async function knownNames(): Promise<readonly string[] | undefined> {
    // Nothing depends on the server then.
    if (name !== undefined && allowed.length === 0) return undefined
    return list.known()
  }

  return {
    async defaultName() {
      if (name !== undefined) return name
      const names = await list.now()
      return defaultOf(names) ?? noDefault(names)
    },

    async choosable() {
      const names = await knownNames()
      const first = defaultOf(names)
      const others = new Set(names?.filter(isAllowed) ?? allowed.filter(isPlain))
      if (first === undefined) return [...others]
      return [first, ...[...others].filter((other) => !isSame(other, first))]
    },

    async isChoosable(model) {
      if (name !== undefined && isSame(model, name)) return true
      const names = await knownNames()
      const first = defaultOf(names)
      if (first !== undefined && isSame(model, first)) return true
      return isAllowed(model) && (names?.some((each) => isSame(each, model)) ?? true)
    },
  }
}

/** Names that the server does not seem to have, each with a sentence of doubt. */
export interface ModelDoubt {
  readonly model: string
  readonly doubt: string
}

/**
 * Asks the server whether it has the models that were set by name. A server that cannot be asked is
 * no reason for doubt: many have no list of models.
 */
export async function checkModels(
  list: ModelList,
  { name, choosable }: ModelSettings,
): Promise<readonly ModelDoubt[]> {
  const set = [...new Set([...(name === undefined ? [] : [name]), ...choosable.filter(isPlain)])]
  const [first] = set
  if (first === undefined) return []
  try {
    const names = await list.now()
    if (names.length === 0) return []
    const doubt = `the model server does not list this model; it has ${someOf(names)}`
    return set
      .filter((model) => !names.some((each) => isSame(each, model)))
      .map((model) => ({ model, doubt }))
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    if (error.kind !== 'not-found') return []
    const doubt =
      'the model server has no list of models at this address: does OPENAI_BASE_URL end in /v1?'
    return [{ model: first, doubt }]
  }
}

function noDefault(names: readonly string[]): never {
  throw new ModelFailure(
    'no-model',
    names.length === 0
      ? 'OPENAI_MODEL is missing, and the model server names no model to take instead'
      : `OPENAI_MODEL is missing, and the model server has several: ${someOf(names)}`,
  )
}

function someOf(names: readonly string[]): string {
  return names.slice(0, 20).join(', ') + (names.length > 20 ? ', ...' : '')
}

/** Ollama leaves out ":latest" where people name a model. */
const latest = ':latest'

function aliases(name: string): readonly string[] {
  if (name.endsWith(latest)) return [name, name.slice(0, -latest.length)]
  return name.includes(':') ? [name] : [name, name + latest]
}

function isSame(name: string, other: string): boolean {
  return aliases(name).includes(other)
}

function isPlain(name: string): boolean {
  return !name.includes('*')
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'u')
}
