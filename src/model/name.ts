import type OpenAI from 'openai'
import { ModelFailure } from '../core/ending.ts'
import { modelFailure } from './failure.ts'

/**
 * Gives the model's name: the one that was set, else the only one that the server has, which is
 * asked once. Where it has several or none, the `ModelFailure` names them.
 */
export function modelName(client: OpenAI, setting: string | undefined): () => Promise<string> {
  if (setting !== undefined) return async () => setting
  let known: string | undefined
  return async () => {
    known ??= onlyOne(await namesOf(client))
    return known
  }
}

/**
 * Asks the server whether it knows a model that was set, and gives a sentence of doubt where it does
 * not seem to. A server that cannot be asked is no reason for one: many have no list of models.
 */
export async function doubtModel(client: OpenAI, name: string): Promise<string | undefined> {
  try {
    const names = await namesOf(client)
    // Ollama leaves out ":latest" where people name a model.
    if (names.length === 0 || names.some((known) => known.startsWith(name))) return undefined
    return `the model server does not list this model; it has ${names.slice(0, 20).join(', ')}`
  } catch (error) {
    const isUnknown = error instanceof ModelFailure && error.kind === 'not-found'
    return isUnknown
      ? 'the model server has no list of models at this address: does OPENAI_BASE_URL end in /v1?'
      : undefined
  }
}

/** The list is short; a server that does not answer must not hold up the start. */
const listTimeoutMs = 10_000

async function namesOf(client: OpenAI): Promise<readonly string[]> {
  try {
    const names: string[] = []
    for await (const { id } of client.models.list({ timeout: listTimeoutMs })) {
      names.push(id)
    }
    return names
  } catch (error) {
    throw modelFailure(error) ?? error
  }
}

function onlyOne(names: readonly string[]): string {
  const [only, ...others] = names
  if (only !== undefined && others.length === 0) return only
  const offered = names.slice(0, 20).join(', ') + (names.length > 20 ? ', ...' : '')
  throw new ModelFailure(
    'no-model',
    only === undefined
      ? 'OPENAI_MODEL is missing, and the model server names no model to take instead'
      : `OPENAI_MODEL is missing, and the model server has several: ${offered}`,
  )
}
