/** @import { BrowserAction, ServerEvent } from '../wire.ts' */

const shortestWaitMs = 500
const longestWaitMs = 5000

/** A WebSocket that comes back: after each reconnect the server sends the whole state again. */
export class Connection {
  /** @type {WebSocket | undefined} */
  #socket
  #waitMs = shortestWaitMs
  #onEvent
  #onStatus

  /**
   * @param {(event: ServerEvent) => void} onEvent
   * @param {(isConnected: boolean) => void} onStatus
   */
  constructor(onEvent, onStatus) {
    this.#onEvent = onEvent
    this.#onStatus = onStatus
    this.#connect()
  }

  /**
   * @param {BrowserAction} action
   * @returns {boolean} False when it could not be sent.
   */
  send(action) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(action))
    return true
  }

  #connect() {
    const socket = new WebSocket(`ws://${location.host}/live`)
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#waitMs = shortestWaitMs
      this.#onStatus(true)
    })
    socket.addEventListener('message', ({ data }) => this.#onEvent(JSON.parse(data)))
    socket.addEventListener('close', () => {
      this.#onStatus(false)
      setTimeout(() => this.#connect(), this.#waitMs)
      this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs)
    })
  }
}
