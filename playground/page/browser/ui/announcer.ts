import type { PageMessage } from '../../protocol.ts'
import { nameOf } from '../state/channel.ts'
import { isLoading } from '../state/message-types.ts'
import { plainLine } from './plain-line.ts'

/** An answer is edited many times. It is read out after this time without an edit. */
const quietMs = 1500
const maxAnnouncementCharacters = 300

/**
 * Tells users of screen readers what others write in the open channel: each message once, after its
 * last edit.
 */
export class Announcer {
  /** The text for the live region. */
  text = ''
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Call for each new or changed message. */
  hear(message: PageMessage): void {
    clearTimeout(this.#waiting.get(message.id))
    if (message.content === '' || isLoading(message)) return
    const timer = setTimeout(() => {
      this.#waiting.delete(message.id)
      this.text = `${nameOf(message.author)}: ${plainLine(message.content, maxAnnouncementCharacters)}`
      this.#onChange()
    }, quietMs)
    this.#waiting.set(message.id, timer)
  }
}
