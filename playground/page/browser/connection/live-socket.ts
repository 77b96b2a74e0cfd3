import type { ServerEvent } from '../../protocol.ts'

const minWaitMs = 500
const maxWaitMs = 5000

/** A WebSocket that comes back: after each reconnect the server sends the whole state again. */
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

  /** Sees as this person from now on; undefined: as the one that the server chooses. */
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
      // What was on its way to the person before is not for this one.
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

/** A playground that was started anew has forgotten who signed in: it asks for the pass phrase again. */
async function askForPhraseAgain(): Promise<void> {
  // Where nothing answers there is nobody to ask: the next attempt comes by itself.
  const answer = await fetch('/', { method: 'HEAD' }).catch(() => undefined)
  if (answer?.status === 403) location.reload()
}
