import { type APIThreadChannel, Routes } from 'discord.js'
import { parseModelTitle, threadTitle } from '../../core/conversation/thread-title.ts'
import type { PromptMessage } from '../../core/ports.ts'
import type { Bot } from '../context.ts'

/** Nobody waits for it; a model that takes longer thinks too much about it. */
const timeoutMs = 60_000

/** Room for a few words, and for what a reasoning model thinks before them. */
const maxTokens = 600

/** So much of either tells what a conversation is about. */
const excerptLength = 1_500

const instruction =
  'Give the conversation above a title of three to seven words, in its language. Answer with the title alone: no quotation marks, no full stop.'

/**
 * Names a thread as the model sees fit, unless somebody has named it meanwhile. Rejects where the
 * model or Discord fail: then it keeps the name that it has.
 */
export async function renameByModel(
  threadId: string,
  {
    question,
    answer,
    model,
  }: { readonly question: string; readonly answer: string; readonly model: string | undefined },
  bot: Bot,
): Promise<void> {
  const { rest } = bot
  const messages: readonly PromptMessage[] = [
    { role: 'user', text: question.slice(0, excerptLength) },
    { role: 'assistant', text: answer.slice(0, excerptLength) },
    { role: 'user', text: instruction },
  ]
  const signal = AbortSignal.timeout(timeoutMs)
  const name = parseModelTitle(await bot.model.complete({ messages, model, maxTokens }, signal))
  if (name === undefined) return
  const route = Routes.channel(threadId)
  const thread = (await rest.get(route)) as APIThreadChannel
  if (thread.name === threadTitle(question)) await rest.patch(route, { body: { name } })
}
