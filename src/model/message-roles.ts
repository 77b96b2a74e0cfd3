import { APIError } from 'openai'
import type { PromptMessage } from '../core/model.ts'

/**
 * How turns are put: as they are, with neighbours of the same role joined, or also with the system's
 * text in front of the first user's.
 */
type RoleLayout = 'plain' | 'joined' | 'folded'

/** A server's objection to the roles: their order, or any system message. */
type RoleProblem = 'order' | 'system'

/** Templates of Mistral and Gemma, DeepSeek, Perplexity; some say so for a system turn, too. */
const order = /\b(must|should)( be)? alternat|not support successive user/i

/** Templates of Gemma and Mistral, OpenAI's o1-mini, Google. */
const system =
  /system role (is )?not supported|only user and assistant roles are supported!|does not support 'system'|developer instruction is not enabled/i

/** The objection to the roles in a server's refusal; `undefined` where it refused for another reason. */
export function roleProblemIn(error: unknown): RoleProblem | undefined {
  if (!(error instanceof APIError)) return undefined
  if (system.test(error.message)) return 'system'
  return order.test(error.message) ? 'order' : undefined
}

/**
 * Puts turns as each model needs them: the templates of some take not every order of roles, which
 * shows only in how the server refuses a request. What a model needed once, it gets from then on, so
 * that each request begins as the one before it and the server's cache fits.
 */
export class MessageRoles {
  readonly #needed = new Map<string, RoleLayout>()

  /** Calls `ask` again at once, in another form, when the server minds the roles: twice at most. */
  async ask<T>(
    model: string,
    messages: readonly PromptMessage[],
    ask: (messages: readonly PromptMessage[]) => Promise<T>,
  ): Promise<T> {
    let form = this.#needed.get(model) ?? 'plain'
    while (true) {
      try {
        const answer = await ask(arrange(messages, form))
        this.#needed.set(model, form)
        return answer
      } catch (error) {
        const next = nextLayout(form, messages, roleProblemIn(error))
        if (next === undefined) throw error
        form = next
      }
    }
  }
}

function arrange(messages: readonly PromptMessage[], form: RoleLayout): readonly PromptMessage[] {
  if (form === 'plain') return messages
  if (form === 'joined') return joined(messages)
  return joined(messages.map((turn) => (turn.role === 'system' ? { ...turn, role: 'user' } : turn)))
}

function joined(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const all: PromptMessage[] = []
  for (const turn of messages) {
    const last = all.at(-1)
    if (last?.role !== turn.role) all.push(turn)
    else all[all.length - 1] = { ...last, text: `${last.text}\n\n${turn.text}` }
  }
  return all
}

/** Each form changes more than the one before it, so that this comes to an end. */
function nextLayout(
  form: RoleLayout,
  messages: readonly PromptMessage[],
  complaint: RoleProblem | undefined,
): RoleLayout | undefined {
  if (complaint === undefined || form === 'folded') return undefined
  const mayDo =
    complaint === 'order' && form === 'plain' && joined(messages).length < messages.length
  return mayDo ? 'joined' : 'folded'
}
