import type { PromptMessage } from '../model.ts'
import { answerIn, type Exchange, messagesIn, modelTextIn, questionIn } from './exchange.ts'
import type { ConversationMessage, Speaker } from './message.ts'
import {
  formatMessage,
  type QuotedMessage,
  severalSpeakersLine,
  speakerLabel,
  speakerLine,
} from './prompt-format.ts'

/**
 * What was asked and answered, as the model is told: each message of a person is a turn of theirs, each
 * answer one of the model. Names stand only where several people write, from the second one on, so
 * that nothing which was told once reads otherwise later. What there is none of, is left out.
 */
export class PromptMessages {
  #first: Speaker | undefined
  #hasSeveralSpeakers = false
  /** The ids of the messages right above. */
  #above: readonly string[] = []
  readonly #messages: PromptMessage[] = []

  get all(): readonly PromptMessage[] {
    return this.#messages
  }

  add(exchange: Exchange): void {
    const question = questionIn(exchange)
    if (question !== undefined) this.addQuestion(question.message)
    const answer = answerIn(exchange)
    if (answer !== '') this.#messages.push({ role: 'assistant', text: answer })
    this.#above = messagesIn(exchange).map(({ id }) => id)
  }

  /** Adds what a person said, if that is anything. */
  addQuestion(message: ConversationMessage): void {
    const { about } = message
    const text = formatMessage(message, {
      repliesTo: this.#repliesTo(message),
      about: about && { ...quoted(about), repliesTo: mentionedBy(about) },
    })
    if (text !== '') {
      this.#messages.push({ role: 'user', text: this.#nameLine(message.speaker) + text })
    }
    this.#above = []
  }

  /** Adds words that nobody here wrote. */
  addNote(text: string): void {
    const last = this.#messages.at(-1)
    if (last?.role !== 'user') this.#messages.push({ role: 'user', text })
    else this.#messages.splice(-1, 1, { ...last, text: `${last.text}\n\n${text}` })
  }

  /** A reply to what stands right above it refers to nothing that is not plain. */
  #repliesTo(message: ConversationMessage): QuotedMessage | null | undefined {
    const isPlain = message.replyToId !== undefined && this.#above.includes(message.replyToId)
    return isPlain ? undefined : mentionedBy(message)
  }

  #nameLine(speaker: Speaker | undefined): string {
    this.#first ??= speaker
    const label = speakerLabel(speaker)
    if (this.#hasSeveralSpeakers) return `${speakerLine(label)}\n`
    if (speaker === undefined || speaker.id === this.#first?.id) return ''
    this.#hasSeveralSpeakers = true
    return `${severalSpeakersLine(speakerLabel(this.#first))}\n${speakerLine(label)}\n`
  }
}

function mentionedBy({ replyTo }: ConversationMessage): QuotedMessage | null | undefined {
  return replyTo && quoted(replyTo)
}

/** Of what Platen wrote, what the model said. */
function quoted(message: ConversationMessage): QuotedMessage {
  if (message.author === 'person') return { ...message, isPlaten: false }
  return { speaker: undefined, text: modelTextIn([message]), parts: [], isPlaten: true }
}
