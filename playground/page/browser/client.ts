import type { LagPoint, PageMessage, ServerEvent, TrafficEntry, Used } from '../protocol.ts'
import { Api } from './connection/api.ts'
import { Live } from './connection/live-socket.ts'
import { type Channel, holdsMessages } from './state/channel.ts'
import { CommandCache } from './state/command-cache.ts'
import { Store } from './state/store.ts'
import { type Dialog, type Menu, ViewState } from './state/view-state.ts'
import { Announcer } from './ui/announcer.ts'
import { readStorage, writeStorage } from './ui/local-storage.ts'
import { type Words, wordsIn } from './words/words.ts'

/** Each tab can act as another person. */
const personKey = 'platen-person'
/** Redraw interval of what changes with time: typing indicators and the bucket's level. */
const tickEveryMs = 250
/** How many traffic entries the page keeps. */
const maxEntries = 1000
const maxLagPoints = 2000

/** The person's client: its state, its view, and the person's actions. */
export class Client {
  readonly api = new Api()
  readonly store = new Store()
  readonly view = new ViewState()
  readonly commandCache = new CommandCache(this.api, () => this.changed())
  readonly announcer = new Announcer(() => this.changed())
  traffic: readonly TrafficEntry[] = []
  lag: readonly LagPoint[] = []
  isConnected = true
  /** Add this to an entry's time to get a time of `performance.now()`. */
  trafficOffsetMs = 0
  #isAway = false
  #wasTyping = false
  readonly #live: Live
  readonly #draw: () => void
  #isDrawing = false

  /** `draw` renders the client. All changes within a frame are rendered together. */
  constructor(draw: (client: Client) => void) {
    this.#draw = () => draw(this)
    this.#live = new Live(
      (event) => this.#receive(event),
      (isConnected) => {
        this.isConnected = isConnected
        this.changed()
      },
    )
  }

  get words(): Words {
    return wordsIn(this.locale)
  }

  get locale(): string {
    return this.store.me?.locale ?? 'en-US'
  }

  start(): void {
    addEventListener('hashchange', () => this.#follow())
    addEventListener('focus', () => this.#look())
    addEventListener('blur', () => {
      this.#isAway = true
    })
    setInterval(() => this.#tick(), tickEveryMs)
    this.#live.connect(readStorage('tab', personKey))
  }

  /** Renders in the next frame. */
  changed(): void {
    if (this.#isDrawing) return
    this.#isDrawing = true
    requestAnimationFrame(() => {
      this.#isDrawing = false
      this.#draw()
    })
  }

  /** Renders at once, for an element that must get the focus before the next key is pressed. */
  drawNow(): void {
    this.#draw()
  }

  get channel(): Channel | undefined {
    return this.store.channels.get(this.view.channelId ?? '')
  }

  get thread(): Channel | undefined {
    return this.store.channels.get(this.view.threadId ?? '')
  }

  /** Opens a channel, or a thread beside its channel. */
  open(channelId: string): void {
    location.hash = `#/${channelId}`
  }

  async openThread(threadId: string): Promise<void> {
    const isKnown =
      this.store.channels.has(threadId) ||
      (await this.attempt(undefined, async () => {
        this.store.addChannel(await this.api.call('channel', { channelId: threadId }))
      }))
    if (isKnown) this.open(threadId)
  }

  closeThread(): void {
    const { channelId } = this.view
    if (channelId !== undefined) this.open(channelId)
  }

  openGuild(guildId: string | undefined): void {
    const first = this.channelsOf(guildId).find(holdsMessages)
    if (first === undefined) {
      this.view.guildId = guildId
      this.changed()
    } else this.open(first.id)
  }

  /** The server's channels in their order; without a server the direct messages. */
  channelsOf(guildId: string | undefined): readonly Channel[] {
    return [...this.store.channels.values()]
      .filter((channel) => channel.guildId === guildId && channel.thread === undefined)
      .sort((one, other) => one.position - other.position)
  }

  async openDirect(userId: string): Promise<void> {
    await this.attempt(undefined, async () => {
      const channel = await this.api.call('open-direct', { userId })
      this.store.addChannel(channel)
      this.open(channel.id)
    })
  }

  /** Acts as another person from now on. */
  switchPerson(personId: string): void {
    writeStorage('tab', personKey, personId)
    this.view.putAway()
    this.#live.connect(personId)
  }

  async setLocale(locale: string): Promise<void> {
    const { me } = this.store
    if (me === undefined) return
    await this.api.call('set-locale', { locale })
    this.store.me = { ...me, locale }
    this.commandCache.clear()
    this.changed()
  }

  /** Loads messages before the oldest loaded one. */
  async loadOlder(channelId: string): Promise<void> {
    await this.store.messages.loadOlder(channelId, (before) =>
      this.api.call('history', { channelId, before }),
    )
    this.changed()
  }

  showMenu(menu: Menu | undefined): void {
    this.view.menu = menu
    this.changed()
  }

  showDialog(dialog: Dialog | undefined): void {
    this.view.dialog = dialog
    this.changed()
  }

  /** Runs `act`. Shows an error as a notice in this channel or the open one. */
  async attempt(channelId: string | undefined, act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      this.store.notices.add(channelId ?? this.view.threadId ?? this.view.channelId ?? '', text)
      return false
    } finally {
      this.changed()
    }
  }

  /** Runs an interaction. Opens the bot's modal, or shows `failure` when the bot did not respond. */
  async use(channelId: string, failure: string, act: () => Promise<Used>): Promise<boolean> {
    return this.attempt(channelId, async () => {
      const { isAcknowledged, interactionId, modal } = await act()
      if (!isAcknowledged) throw new Error(failure)
      if (modal === undefined) return
      this.view.dialog = { kind: 'form', interactionId, channelId, form: modal }
    })
  }

  #receive(event: ServerEvent): void {
    switch (event.type) {
      case 'ready':
        this.store.ready(event.ready)
        this.store.playground = event.playground
        this.api.personId = event.ready.user.id
        // The server sends what it keeps of them again.
        this.traffic = []
        this.lag = []
        this.commandCache.clear()
        this.#follow()
        break
      case 'dispatch':
        this.store.dispatch(event.name, event.data, Date.now())
        this.#noticeDispatch(event.name, event.data)
        break
      case 'playground':
        this.store.playground = event.playground
        break
      case 'commands':
        this.commandCache.clear()
        break
      case 'traffic':
        this.traffic = [...this.traffic, ...event.entries].slice(-maxEntries)
        this.trafficOffsetMs = performance.now() - event.nowMs
        break
      case 'lag':
        this.lag = [...this.lag, ...event.points].slice(-maxLagPoints)
        break
    }
    this.changed()
  }

  #tick(): void {
    const isTyping = this.store.isTypingAnywhere(Date.now())
    if (isTyping || this.#wasTyping || this.view.isPanelOpen) this.changed()
    this.#wasTyping = isTyping
  }

  #noticeDispatch(name: string, data: unknown): void {
    if (name === 'CHANNEL_DELETE' || name === 'THREAD_DELETE') {
      const { id } = data as { id: string }
      if (id === this.view.threadId) this.closeThread()
      else if (id === this.view.channelId) this.openGuild(this.view.guildId)
    }
    if (name === 'MESSAGE_CREATE') this.#read((data as PageMessage).channel_id)
    if (name === 'MESSAGE_CREATE' || name === 'MESSAGE_UPDATE') this.#hear(data as PageMessage)
  }

  /** Opens the channel of the URL's hash; the first channel if it does not exist. */
  #follow(): void {
    const wanted = this.store.channels.get(location.hash.slice(2))
    const parent = this.store.channels.get(wanted?.parentId ?? '')
    const channel = wanted?.thread === undefined ? wanted : parent
    const fallback = this.channel ?? this.channelsOf([...this.store.guilds.keys()][0])[0]
    const open = channel ?? fallback
    const { view } = this
    view.guildId = open?.guildId
    view.channelId = open?.id
    view.threadId = wanted?.thread === undefined ? undefined : wanted.id
    view.isSidebarOpen = false
    view.menu = undefined
    for (const id of [view.channelId, view.threadId]) if (id !== undefined) this.#enter(id)
    this.changed()
  }

  #enter(channelId: string): void {
    const { store, view } = this
    const unread = store.readStates.get(channelId)
    if (unread === undefined) view.newSince.delete(channelId)
    else view.newSince.set(channelId, unread.readId)
    this.#read(channelId)
    if (store.messages.of(channelId) !== undefined) return
    void this.attempt(channelId, () => this.loadOlder(channelId))
    void this.commandCache.of(channelId)
  }

  /** Announces other people's messages in the open channel and thread. */
  #hear(message: PageMessage): void {
    const { channel_id: channelId, author } = message
    const isHere = channelId === this.view.channelId || channelId === this.view.threadId
    if (isHere && author.id !== this.store.me?.id) this.announcer.hear(message)
  }

  /** Marks a channel as read while it is open and the window has the focus. */
  #read(channelId: string): void {
    const isOpen = channelId === this.view.channelId || channelId === this.view.threadId
    if (isOpen && !this.#isAway) this.store.readStates.read(channelId)
  }

  #look(): void {
    this.#isAway = false
    for (const id of [this.view.channelId, this.view.threadId]) if (id !== undefined) this.#read(id)
    this.changed()
  }
}
