import { drawMessage } from './draw-message.js'
import { element } from './element.js'

/** @import { PageMessage } from '../wire.ts' */
/** @import { MessageActions } from './draw-message.js' */

/** How far from its end the list may be scrolled and still follow new text, in pixels. */
const nearEnd = 60

/** The messages of one channel. Follows the newest text only while the reader is at the end. */
export class MessageList {
  #scroller
  #list
  #jump
  #actions
  /** @type {PageMessage[]} */
  #shown = []
  #follows = true
  #lastTop = 0

  /**
   * @param {{ scroller: HTMLElement, list: HTMLElement, jump: HTMLElement }} parts
   * @param {MessageActions} actions
   */
  constructor({ scroller, list, jump }, actions) {
    this.#scroller = scroller
    this.#list = list
    this.#jump = jump
    this.#actions = actions
    scroller.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = scroller
      // Only people scroll up. A text that grew below the end since is no reason to stop following.
      if (scrollHeight - scrollTop - clientHeight < nearEnd) this.#follows = true
      else if (scrollTop < this.#lastTop) this.#follows = false
      this.#lastTop = scrollTop
      this.#scrollIfFollowing()
    })
    jump.addEventListener('click', () => this.goToEnd())
    new ResizeObserver(() => this.#scrollIfFollowing()).observe(scroller)
  }

  /**
   * Shows a channel from scratch, at its end.
   * @param {readonly PageMessage[]} messages
   */
  open(messages) {
    this.#shown = []
    this.#list.replaceChildren()
    for (const message of messages) this.show(message)
    this.goToEnd()
  }

  /** @param {PageMessage} message */
  show(message) {
    const index = this.#shown.findIndex(({ id }) => id === message.id)
    const previous = this.#shown.at(index === -1 ? -1 : index - 1)
    const drawn = drawMessage(message, index === 0 ? undefined : previous, this.#actions)
    if (index === -1) {
      this.#shown.push(message)
      this.#list.append(drawn)
    } else {
      this.#shown[index] = message
      this.#replace(drawn)
    }
    this.#scrollIfFollowing()
  }

  /** @param {string} messageId */
  remove(messageId) {
    this.open(this.#shown.filter(({ id }) => id !== messageId))
  }

  /**
   * A line that is not a message, and is gone when the channel is opened again.
   * @param {string} text
   */
  notice(text) {
    this.#list.append(element('li', { class: 'notice', role: 'status' }, text))
    this.#scrollIfFollowing()
  }

  /** @param {HTMLElement} drawn */
  #replace(drawn) {
    const old = this.#list.querySelector(`#${drawn.id}`)
    const focused = old?.contains(document.activeElement) ? document.activeElement : undefined
    const customId = focused?.getAttribute('data-custom-id')
    old?.replaceWith(drawn)
    if (focused === undefined) return
    const again = [...drawn.querySelectorAll('button')].find(
      (each) => each.dataset['customId'] === (customId ?? undefined),
    )
    again?.focus({ preventScroll: true })
  }

  /** Shows the newest and follows it from now on. */
  goToEnd() {
    this.#follows = true
    this.#scrollIfFollowing()
  }

  #scrollIfFollowing() {
    this.#jump.hidden = this.#follows
    if (this.#follows) this.#scroller.scrollTop = this.#scroller.scrollHeight
  }
}
