import { element, find } from './element.js'

/** @import { BrowserAction, PageChannel, PageCommand } from '../wire.ts' */

const form = find('composer', HTMLFormElement)
const input = find('input', HTMLTextAreaElement)
const hints = find('hints', HTMLElement)
const examples = find('examples', HTMLElement)

/** The box that people write in, with the commands and examples that it offers. */
export class Composer {
  #send
  /** @type {PageChannel | undefined} */
  #channel
  /** @type {readonly PageCommand[]} */
  #commands = []

  /** @param {(action: BrowserAction) => void} send */
  constructor(send) {
    this.#send = send
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (this.#submit(input.value)) this.#write('')
    })
    input.addEventListener('input', () => this.#drawHints())
    input.addEventListener('keydown', (event) => this.#key(event))
  }

  /**
   * @param {PageChannel} channel
   * @param {readonly PageCommand[]} commands
   * @param {readonly string[]} questions
   */
  show(channel, commands, questions) {
    if (this.#channel?.id !== channel.id) this.#write('')
    this.#channel = channel
    this.#commands = commands
    const isThread = channel.parentId !== undefined
    input.placeholder = isThread
      ? 'Write on: no command needed'
      : `Message #${channel.name}, or type /ask and a question`
    input.setAttribute('aria-label', `Message ${channel.name}`)
    input.disabled = channel.isLocked
    examples.replaceChildren(
      ...questions.map((question) =>
        element('button', { type: 'button', click: () => this.#ask(question) }, question),
      ),
    )
    this.#drawHints()
  }

  focus() {
    input.focus()
  }

  /**
   * In a channel only the command is answered; in a thread a plain message is.
   * @param {string} question
   */
  #ask(question) {
    this.#submit(this.#channel?.parentId === undefined ? `/ask ${question}` : question)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method composes Chinese, Enter chooses a word.
    if (event.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      form.requestSubmit()
    }
    const [command] = this.#matching()
    if (event.key === 'Tab' && !event.shiftKey && command && !input.value.includes(' ')) {
      event.preventDefault()
      this.#write(`/${command.name} `)
    }
  }

  /**
   * @param {string} text
   * @returns {boolean} Whether there was anything to send.
   */
  #submit(text) {
    const channelId = this.#channel?.id
    const content = text.trim()
    if (channelId === undefined || content === '') return false
    const [, name, rest] = /^\/([^\s/]+)\s*([\s\S]*)$/.exec(content) ?? []
    if (name === undefined) this.#send({ type: 'say', channelId, content })
    else this.#send({ type: 'command', channelId, name, text: rest ?? '' })
    return true
  }

  /** @param {string} text */
  #write(text) {
    input.value = text
    this.#drawHints()
    if (text !== '') input.focus()
  }

  #matching() {
    const [, typed] = /^\/(\S*)/.exec(input.value) ?? []
    if (typed === undefined) return []
    const isWhole = /\s/.test(input.value)
    return this.#commands.filter(({ name }) => (isWhole ? name === typed : name.startsWith(typed)))
  }

  #drawHints() {
    const matching = this.#matching()
    hints.hidden = matching.length === 0
    hints.replaceChildren(
      ...matching.map(({ name, description, textOption }) =>
        element(
          'button',
          { type: 'button', click: () => this.#write(`/${name} `) },
          element('b', {}, `/${name}`),
          textOption === undefined ? undefined : element('span', { class: 'option' }, textOption),
          element('span', {}, description),
        ),
      ),
    )
  }
}
