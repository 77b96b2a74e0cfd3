import type { Scene } from '../../../packages/discord-sandbox/test/scene.ts'
import { Store } from '../../../playground/page/browser/state/store.ts'
import type { PageMessage, Ready } from '../../../playground/page/protocol.ts'

/** A person's client without a page: passes the sandbox's events into a `Store`, as JSON. */
export class Onlooker {
  readonly store = new Store()
  nowMs = 0
  readonly #scene: Scene
  #userId: string
  #stop: (() => void) | undefined
  #held: (() => void)[] | undefined

  constructor(scene: Scene, userId: string) {
    this.#scene = scene
    this.#userId = userId
    this.connect()
  }

  /** Connects as this person; without one, reconnects as the same. */
  connect(userId = this.#userId): void {
    this.#userId = userId
    this.disconnect()
    this.store.ready(asJson<Ready>(this.#client.ready()))
    this.#stop = this.#client.follow(({ type, data }) => {
      const text = JSON.stringify(data)
      const tell = () => this.store.dispatch(type, JSON.parse(text), this.nowMs)
      if (this.#held === undefined) tell()
      else this.#held.push(tell)
    })
  }

  disconnect(): void {
    this.#stop?.()
  }

  /** Holds events back until `release`. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const tell of held) tell()
  }

  /** Fetches a page of history. */
  async open(channelId: string): Promise<void> {
    await this.store.messages.loadOlder(channelId, async (before) =>
      this.history(channelId, before),
    )
  }

  /**
   * Requests a page of history. `answer` delivers it: as it is then, or with `read` as it was at
   * that moment.
   */
  ask(channelId: string) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly PageMessage[]>()
    const done = this.store.messages.loadOlder(channelId, () => promise)
    let answer: readonly PageMessage[] | undefined
    return {
      read: () => {
        answer = this.history(channelId)
      },
      answer: async () => {
        resolve(answer ?? this.history(channelId))
        await done
      },
      fail: async (error: Error) => {
        reject(error)
        await done
      },
    }
  }

  history(channelId: string, before?: string): readonly PageMessage[] {
    return asJson(this.#client.history(channelId, before === undefined ? {} : { before }))
  }

  contents(channelId: string): readonly string[] | undefined {
    return this.store.messages.of(channelId)?.map(({ content }) => content)
  }

  /** The text of the message that this one replies to; null if it was deleted. */
  answered(channelId: string, messageId: string): string | null | undefined {
    const target = this.store.messages.find(channelId, messageId)?.referenced_message
    return target === null ? null : target?.content
  }

  count(threadId: string): number | undefined {
    return this.store.channels.get(threadId)?.thread?.messageCount
  }

  get #client() {
    return this.#scene.discord.as(this.#userId).client
  }
}

function asJson<Value>(value: unknown): Value {
  return JSON.parse(JSON.stringify(value))
}
