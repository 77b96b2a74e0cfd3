import { z } from 'zod'
import { demoModelName } from './model/completion.ts'
import { startDemoModel } from './model/server.ts'
import type { ModelState, TypedModel } from './page/protocol.ts'

export interface ChosenModel extends ModelState {
  /** Environment variables with which the bot reaches the model. They override the given ones. */
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface ChooseModelOptions {
  /** Default: Ollama's usual address on this computer. */
  readonly ollamaUrl?: string
  /** Timeout for Ollama's list of models. Default 300: the start should not wait long. */
  readonly ollamaPatienceMs?: number
}

/**
 * Chooses the model of the environment; else a model of the Ollama on this computer; else starts
 * the demo model.
 */
export async function chooseModel(
  environment: NodeJS.ProcessEnv,
  options: ChooseModelOptions = {},
): Promise<ChosenModel> {
  const configured = configuredModel(environment)
  if (configured) return configured
  const wanted = environment['OPENAI_MODEL']
  const ollamaUrl = options.ollamaUrl ?? 'http://127.0.0.1:11434'
  const names = await ollamaModels(ollamaUrl, options.ollamaPatienceMs ?? 300)
  const name = names.find((each) => each === wanted) ?? names[0]
  if (name === undefined) return demoModel(environment)
  return {
    kind: 'ollama',
    label: `${name}, from the Ollama on this computer`,
    environment: modelEnvironment(`${ollamaUrl}/v1`, name),
    close: async () => {},
  }
}

/** The model that a visitor entered. Its key stays in memory. */
export function typedModel({ baseUrl, key, name }: TypedModel): ChosenModel {
  return {
    kind: 'typed',
    label: labelOf(name, new URL(baseUrl).host),
    environment: { ...modelEnvironment(baseUrl, name), OPENAI_API_KEY: key },
    close: async () => {},
  }
}

function configuredModel(environment: NodeJS.ProcessEnv): ChosenModel | undefined {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = environment
  if (!key && !baseUrl) return undefined
  const server = baseUrl && URL.canParse(baseUrl) ? new URL(baseUrl).host : 'OpenAI'
  return {
    kind: 'configured',
    label: labelOf(model, server),
    environment: {},
    close: async () => {},
  }
}

/** Without a name the server's only model answers. */
function labelOf(name: string | undefined, server: string): string {
  return name ? `${name}, from ${server}` : `the model of ${server}`
}

/** DEMO_TOKENS_PER_SECOND is for tests, which do not want to wait for a readable pace. */
async function demoModel(environment: NodeJS.ProcessEnv): Promise<ChosenModel> {
  const tokensPerSecond = Number(environment['DEMO_TOKENS_PER_SECOND'] || 40)
  if (!(tokensPerSecond > 0)) throw new Error('DEMO_TOKENS_PER_SECOND: expected a number above 0')
  const model = await startDemoModel({ tokensPerSecond })
  return {
    kind: 'demo',
    label: 'demo model (a script, not an AI)',
    environment: modelEnvironment(model.baseUrl, demoModelName),
    close: () => model.close(),
  }
}

/**
 * Empty means not set. Clears what was set for another server: its list of models, and headers that
 * the SDK would send to this server.
 */
function modelEnvironment(baseUrl: string, name: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: baseUrl,
    OPENAI_MODEL: name,
    OPENAI_MODELS: '',
    OPENAI_API_KEY: '',
    OPENAI_CUSTOM_HEADERS: '',
    OPENAI_ORG_ID: '',
    OPENAI_PROJECT_ID: '',
  }
}

const ollamaTags = z.object({ models: z.array(z.object({ name: z.string() })) })

/** Ollama's chat models in its order; none when it does not answer in time. */
async function ollamaModels(ollamaUrl: string, patienceMs: number): Promise<readonly string[]> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(`${ollamaUrl}/api/tags`, { signal })
    const { models } = ollamaTags.parse(await response.json())
    // The list also has embedding models, which cannot chat.
    return models.map(({ name }) => name).filter((name) => !/embed/i.test(name))
  } catch {
    // No Ollama runs here, so the demo model answers.
    return []
  }
}
