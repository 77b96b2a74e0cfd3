/** @import { PageChannel, PageMessage, PageState, ServerEvent } from '../wire.ts' */

/** @type {PageState} */
const nothing = {
  guildName: '',
  modelLabel: '',
  bot: { name: 'The bot', status: 'starting' },
  channels: [],
  commands: [],
  messages: [],
  examples: [],
}

/** What this browser knows; the server's events keep it up to date. */
export class Store {
  state = nothing

  /** @param {ServerEvent} event */
  apply(event) {
    const { state } = this
    switch (event.type) {
      case 'state':
        this.state = event.state
        break
      case 'bot':
        this.state = { ...state, bot: event.bot }
        break
      case 'commands':
        this.state = { ...state, commands: event.commands }
        break
      case 'channel':
        this.state = { ...state, channels: upsert(state.channels, event.channel) }
        break
      case 'channel-gone':
        this.state = {
          ...state,
          channels: state.channels.filter(({ id }) => id !== event.channelId),
          messages: state.messages.filter(({ channelId }) => channelId !== event.channelId),
        }
        break
      case 'message':
        this.state = { ...state, messages: upsert(state.messages, event.message) }
        break
      case 'message-gone':
        this.forget(event.messageId)
        break
    }
  }

  /** @param {string} messageId */
  has(messageId) {
    return this.state.messages.some(({ id }) => id === messageId)
  }

  /** @param {string} messageId */
  forget(messageId) {
    const messages = this.state.messages.filter(({ id }) => id !== messageId)
    this.state = { ...this.state, messages }
  }

  /**
   * @param {string | undefined} id
   * @returns {PageChannel | undefined}
   */
  channel(id) {
    return this.state.channels.find((each) => each.id === id)
  }

  /**
   * @param {string} channelId
   * @returns {readonly PageMessage[]}
   */
  messagesIn(channelId) {
    return this.state.messages.filter((each) => each.channelId === channelId)
  }
}

/**
 * @template {{ readonly id: string }} Item
 * @param {readonly Item[]} items
 * @param {Item} changed
 * @returns {readonly Item[]}
 */
function upsert(items, changed) {
  if (!items.some(({ id }) => id === changed.id)) return [...items, changed]
  return items.map((each) => (each.id === changed.id ? changed : each))
}
