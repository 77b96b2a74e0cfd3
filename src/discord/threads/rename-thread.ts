import { type APIThreadChannel, type REST, Routes } from 'discord.js'
import { clip } from '../../core/clip.ts'
import { parseModelTitle, threadTitle } from '../../core/conversation/thread-title.ts'
import type { Model, PromptMessage } from '../../core/model.ts'

/** Time limit for a title: nobody waits for it. */
const timeoutMs = 60_000

/** Room for a few words, and for what a reasoning model thinks before them. */
const maxTokens = 600

/** Characters of the question and of the answer that the model reads. */
const excerptLength = 1_500

const instruction =
  'Give the conversation above a title of three to seven words, in its language. Answer with the title alone: no quotation marks, no full stop.'

/** The first question and answer of a thread. */
export interface ThreadSubject {
  readonly question: string
  readonly answer: string
  readonly model: string | undefined
}

/** Rejects where the model or Discord fail: then the thread keeps its name. */
export type RenameThread = (threadId: string, subject: ThreadSubject) => Promise<void>

/** Names threads by a title that the model writes, unless somebody renamed them meanwhile. */
export function renameByModel(rest: REST, model: Pick<Model, 'complete'>): RenameThread {
  return async (threadId, { question, answer, model: name }) => {
    const messages: readonly PromptMessage[] = [
      { role: 'user', text: clip(question, excerptLength) },
      { role: 'assistant', text: clip(answer, excerptLength) },
      { role: 'user', text: instruction },
    ]
    const signal = AbortSignal.timeout(timeoutMs)
    const title = parseModelTitle(
      await model.complete({ messages, model: name, maxTokens }, signal),
    )
    if (title === undefined) return
    const route = Routes.channel(threadId)
    const thread = (await rest.get(route)) as APIThreadChannel
    if (thread.name === threadTitle(question)) await rest.patch(route, { body: { name: title } })
  }
}
