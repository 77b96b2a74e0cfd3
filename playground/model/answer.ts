import { readFileSync } from 'node:fs'
import { type Language, languageOf } from './language.ts'
import { type Fate, type Topic, topicOf } from './topics.ts'

export interface ChatTurn {
  readonly role: string
  readonly text: string
}

export interface PreparedAnswer {
  readonly text: string
  readonly fate: Fate
}

const quotedCharacters = 120

/**
 * Chooses the answer to the newest question of a conversation. The first answer says that the model
 * is not an AI.
 */
export function answerTo(conversation: readonly ChatTurn[]): PreparedAnswer {
  const spoken = conversation.filter(({ role }) => role === 'user' || role === 'assistant')
  const question = spoken.findLast(({ role }) => role === 'user')?.text ?? ''
  const language = languageOf(question)
  const { topic, fate } = topicOf(question, language)

  // One pass, so that a placeholder inside a question stays as it is.
  const body = answerFile(language, topic).replace(/\{\{(question|heard)\}\}/g, (_, name) =>
    name === 'question' ? quote(question) : heard(spoken.length, language),
  )
  const isFirst = spoken.every(({ role }) => role !== 'assistant')
  return { text: isFirst ? `${answerFile(language, 'introduction')}\n\n${body}` : body, fate }
}

/** Says how many messages arrived, so that people see whether history works. */
function heard(count: number, language: Language): string {
  if (language === 'zh') return `这段对话我收到了 ${count} 条消息。`
  return `I was given ${count} ${count === 1 ? 'message' : 'messages'} of this conversation.`
}

function quote(question: string): string {
  const characters = Array.from(question.replace(/\s+/g, ' ').trim())
  if (characters.length <= quotedCharacters) return characters.join('')
  return `${characters.slice(0, quotedCharacters - 1).join('')}…`
}

function answerFile(language: Language, name: Topic | 'introduction'): string {
  const url = new URL(`./answers/${language}/${name}.md`, import.meta.url)
  return readFileSync(url, 'utf8').trimEnd()
}
