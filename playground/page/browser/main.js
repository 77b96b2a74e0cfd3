import { drawChannels } from './channel-list.js'
import { Composer } from './composer.js'
import { Connection } from './connection.js'
import { drawDots } from './draw-message.js'
import { find } from './element.js'
import { MessageList } from './message-list.js'
import { Store } from './store.js'

/** @import { BrowserAction, PageBot, ServerEvent } from '../wire.ts' */

/** Discord shows the typing indicator for ten seconds, or until the message arrives. */
const typingMs = 10_000

const store = new Store()
/** @type {Set<string>} */
const unread = new Set()
/** @type {string | undefined} */
let openId
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingEnds

const typing = find('typing', HTMLElement)
const sidebar = find('sidebar', HTMLElement)
const menu = find('menu', HTMLButtonElement)
const connection = new Connection(receive, showConnection)
const composer = new Composer((action) => {
  messages.goToEnd()
  send(action)
})
const messages = new MessageList(
  {
    scroller: find('scroller', HTMLElement),
    list: find('messages', HTMLElement),
    jump: find('jump', HTMLButtonElement),
  },
  {
    openThread: (threadId) => {
      location.hash = threadId
    },
    press: ({ channelId, id }, customId) => {
      send({ type: 'press', channelId, messageId: id, customId })
    },
    dismiss: ({ id }) => {
      store.forget(id)
      messages.remove(id)
    },
  },
)

/** @param {BrowserAction} action */
function send(action) {
  if (!connection.send(action)) messages.notice('Not sent: the playground does not answer.')
}

/** @param {ServerEvent} event */
function receive(event) {
  const isNew = event.type === 'message' && !store.has(event.message.id)
  store.apply(event)
  switch (event.type) {
    case 'state':
      showPage()
      open(location.hash.slice(1))
      break
    case 'bot':
      showBot(event.bot)
      break
    case 'commands':
    case 'channel':
      showChannel()
      break
    case 'channel-gone':
      if (event.channelId === openId) open(undefined)
      else showChannel()
      break
    case 'message':
      if (event.message.author.isBot) showTyping(event.message.channelId, undefined)
      if (event.message.channelId === openId) messages.show(event.message)
      else if (isNew) markUnread(event.message.channelId)
      break
    case 'message-gone':
      if (event.channelId === openId) messages.remove(event.messageId)
      break
    case 'typing':
      showTyping(event.channelId, event.name)
      break
    case 'notice':
      if (event.channelId === openId) messages.notice(event.text)
      break
  }
}

/** @param {string | undefined} id */
function open(id) {
  openId = store.channel(id)?.id ?? store.state.channels[0]?.id
  if (openId === undefined) return
  unread.delete(openId)
  messages.open(store.messagesIn(openId))
  showTyping(openId, undefined)
  showChannel()
}

function showPage() {
  const { guildName, modelLabel, bot } = store.state
  document.title = guildName
  find('guild', HTMLElement).textContent = guildName
  find('model', HTMLElement).textContent = `Answers by: ${modelLabel}`
  showBot(bot)
}

function showChannel() {
  const { state } = store
  const channel = store.channel(openId)
  if (channel === undefined) return
  drawChannels(find('channels', HTMLElement), state, { openId, unread })
  const parent = store.channel(channel.parentId)
  const back = find('back', HTMLAnchorElement)
  back.hidden = parent === undefined
  back.href = `#${parent?.id ?? ''}`
  back.textContent = parent === undefined ? '' : `‹ #${parent.name}`
  find('title', HTMLElement).textContent = parent === undefined ? `# ${channel.name}` : channel.name
  composer.show(channel, state.commands, state.examples)
}

/** @param {PageBot} bot */
function showBot({ name, status }) {
  const banner = find('offline', HTMLElement)
  banner.hidden = status === 'online'
  banner.textContent =
    status === 'starting'
      ? `${name} is starting…`
      : `${name} is offline: it has stopped, and the terminal says why.`
  banner.className = status
}

/** @param {boolean} isConnected */
function showConnection(isConnected) {
  find('disconnected', HTMLElement).hidden = isConnected
}

/**
 * @param {string} channelId
 * @param {string | undefined} name  Undefined: nobody types any more.
 */
function showTyping(channelId, name) {
  if (channelId !== openId) return
  clearTimeout(typingEnds)
  typing.replaceChildren(...(name === undefined ? [] : [drawDots(), `${name} is typing…`]))
  if (name !== undefined) typingEnds = setTimeout(() => typing.replaceChildren(), typingMs)
}

/** @param {string} channelId */
function markUnread(channelId) {
  if (unread.has(channelId)) return
  unread.add(channelId)
  showChannel()
}

/** @param {boolean} isOpen */
function showSidebar(isOpen) {
  sidebar.classList.toggle('open', isOpen)
  menu.setAttribute('aria-expanded', String(isOpen))
}

menu.addEventListener('click', () => showSidebar(!sidebar.classList.contains('open')))
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') showSidebar(false)
})
addEventListener('hashchange', () => {
  showSidebar(false)
  open(location.hash.slice(1))
  composer.focus()
})
