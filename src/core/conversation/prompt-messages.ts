import type { PromptMessage } from '../ports.ts'
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
  #isShared = false
  /** The ids of the messages right above. */
  #above: readonly string[] = []
  readonly #messages: PromptMessage[] = []

  get all(): readonly PromptMessage[] {
    return this.#messages
  }

  add(exchange: Exchange): void {
    const question = questionIn(exchange)
    if (question !== undefined) this.addQuestion(question.post)
    const answer = answerIn(exchange)
    if (answer !== '') this.#messages.push({ role: 'assistant', text: answer })
    this.#above = messagesIn(exchange).map(({ id }) => id)
  }

  /** Adds what a person said, if that is anything. */
  addQuestion(post: ConversationMessage): void {
    const { about } = post
    const text = formatMessage(post, {
      repliesTo: this.#repliesTo(post),
      about: about && { ...quoted(about), repliesTo: mentionedBy(about) },
    })
    if (text !== '') {
      this.#messages.push({ role: 'user', text: this.#nameLine(post.speaker) + text })
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
  #repliesTo(post: ConversationMessage): QuotedMessage | null | undefined {
    const isPlain = post.replyToId !== undefined && this.#above.includes(post.replyToId)
    return isPlain ? undefined : mentionedBy(post)
  }

  #nameLine(speaker: Speaker | undefined): string {
    this.#first ??= speaker
    const label = speakerLabel(speaker)
    if (this.#isShared) return `${speakerLine(label)}\n`
    if (speaker === undefined || speaker.id === this.#first?.id) return ''
    this.#isShared = true
    return `${severalSpeakersLine(speakerLabel(this.#first))}\n${speakerLine(label)}\n`
  }
}

function mentionedBy({ replyTo }: ConversationMessage): QuotedMessage | null | undefined {
  return replyTo && quoted(replyTo)
}

/** Of what Platen wrote, what the model said. */
function quoted(post: ConversationMessage): QuotedMessage {
  if (post.author === 'person') return { ...post, isPlaten: false }
  return { speaker: undefined, text: modelTextIn([post]), parts: [], isPlaten: true }
}
