import type { Turn } from '../ports.ts'
import { answerIn, type Exchange, postsIn, questionIn, spokenIn } from './exchange.ts'
import type { Post, Speaker } from './message.ts'
import { fromLine, labelOf, type Quoted, severalLine, tell } from './prompt-format.ts'

/**
 * What was asked and answered, as the model is told: each message of a person is a turn of theirs, each
 * answer one of the model. Names stand only where several people write, from the second one on, so
 * that nothing which was told once reads otherwise later. What there is none of, is left out.
 */
export class Turns {
  #first: Speaker | undefined
  #isShared = false
  /** The ids of the messages right above. */
  #above: readonly string[] = []
  readonly #turns: Turn[] = []

  get all(): readonly Turn[] {
    return this.#turns
  }

  add(exchange: Exchange): void {
    const question = questionIn(exchange)
    if (question !== undefined) this.ask(question.post)
    const answer = answerIn(exchange)
    if (answer !== '') this.#turns.push({ role: 'assistant', text: answer })
    this.#above = postsIn(exchange).map(({ id }) => id)
  }

  /** Adds what a person said, if that is anything. */
  ask(post: Post): void {
    const { about } = post
    const text = tell(post, {
      repliesTo: this.#repliesTo(post),
      about: about && { ...quoted(about), repliesTo: mentionedBy(about) },
    })
    if (text !== '') {
      this.#turns.push({ role: 'user', text: this.#nameLine(post.speaker) + text })
    }
    this.#above = []
  }

  /** Adds words that nobody here wrote. */
  note(text: string): void {
    const last = this.#turns.at(-1)
    if (last?.role !== 'user') this.#turns.push({ role: 'user', text })
    else this.#turns.splice(-1, 1, { ...last, text: `${last.text}\n\n${text}` })
  }

  /** A reply to what stands right above it refers to nothing that is not plain. */
  #repliesTo(post: Post): Quoted | null | undefined {
    const isPlain = post.repliesTo !== undefined && this.#above.includes(post.repliesTo)
    return isPlain ? undefined : mentionedBy(post)
  }

  #nameLine(speaker: Speaker | undefined): string {
    this.#first ??= speaker
    const label = labelOf(speaker)
    if (this.#isShared) return `${fromLine(label)}\n`
    if (speaker === undefined || speaker.id === this.#first?.id) return ''
    this.#isShared = true
    return `${severalLine(labelOf(this.#first))}\n${fromLine(label)}\n`
  }
}

function mentionedBy({ mentioned }: Post): Quoted | null | undefined {
  return mentioned && quoted(mentioned)
}

/** Of what Platen wrote, what the model said. */
function quoted(post: Post): Quoted {
  if (post.author === 'person') return { ...post, isPlaten: false }
  return { speaker: undefined, text: spokenIn([post]), parts: [], isPlaten: true }
}
