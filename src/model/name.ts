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

async function namesOf(client: OpenAI): Promise<readonly string[]> {
  try {
    const names: string[] = []
    for await (const { id } of client.models.list()) names.push(id)
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
