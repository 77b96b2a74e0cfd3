import type { PageMessage } from '../../protocol.ts'
import { nameOf } from '../state/channel.ts'
import { isLoading } from '../state/message-types.ts'
import { plainLine } from './plain-line.ts'

/** An answer is edited many times; it is read out when it has been quiet for so long. */
const quietMs = 1500
const maxAnnouncementCharacters = 300

/** Tells those who hear the page what others say where they are, each message once it stands still. */
export class Announcer {
  /** What is to be read out now. */
  text = ''
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** A message has come or was changed. */
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
