import { type Client, Events } from 'discord.js'

export interface Frame {
  readonly t: string
  readonly d: Readonly<Record<string, unknown>>
}

/** What the gateway sends to a client of discord.js, from now on. */
export class Frames {
  readonly all: Frame[] = []
  #onFrame: () => void = () => {}

  constructor(client: Client) {
    client.on(Events.Raw, (frame: Frame) => {
      this.all.push(frame)
      this.#onFrame()
    })
  }

  of(type: string): readonly Frame['d'][] {
    return this.all.filter(({ t }) => t === type).map(({ d }) => d)
  }

  /** Everything up to the message of this id, which a test sends last: frames come in order. */
  async upTo(messageId: string): Promise<readonly string[]> {
    while (!this.of('MESSAGE_CREATE').some(({ id }) => id === messageId)) {
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve
      })
    }
    return this.all.map(({ t }) => t)
  }
}
