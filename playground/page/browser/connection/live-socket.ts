import type { ServerEvent } from '../../protocol.ts'

const minWaitMs = 500
const maxWaitMs = 5000

/** A WebSocket that reconnects. After each connect the server sends the whole state. */
export class Live {
  #socket: WebSocket | undefined
  #waitMs = minWaitMs
  #personId: string | undefined
  readonly #onEvent: (event: ServerEvent) => void
  readonly #onStatus: (isConnected: boolean) => void

  constructor(onEvent: (event: ServerEvent) => void, onStatus: (isConnected: boolean) => void) {
    this.#onEvent = onEvent
    this.#onStatus = onStatus
  }

  /** Connects as this person; undefined lets the server choose. */
  connect(personId: string | undefined): void {
    this.#personId = personId
    const before = this.#socket
    this.#open()
    before?.close()
  }

  #open(): void {
    const url = new URL('/live', location.href)
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    if (this.#personId !== undefined) url.searchParams.set('as', this.#personId)
    const socket = new WebSocket(url)
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#waitMs = minWaitMs
      this.#onStatus(true)
    })
    socket.addEventListener('message', ({ data }) => {
      // Ignores events that were still on their way for the previous person.
      if (socket === this.#socket) this.#onEvent(JSON.parse(data))
    })
    socket.addEventListener('close', () => {
      if (socket !== this.#socket) return
      this.#onStatus(false)
      void askForPhraseAgain()
      setTimeout(() => {
        if (socket === this.#socket) this.#open()
      }, this.#waitMs)
      this.#waitMs = Math.min(this.#waitMs * 2, maxWaitMs)
    })
  }
}

/** A restarted playground has lost its sessions: the page has to ask for the pass phrase again. */
async function askForPhraseAgain(): Promise<void> {
  // Without an answer the next reconnect tries again.
  const answer = await fetch('/', { method: 'HEAD' }).catch(() => undefined)
  if (answer?.status === 403) location.reload()
}
