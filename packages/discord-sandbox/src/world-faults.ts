import { HttpFaults } from './faults.ts'
import { deleteChannel, setOverwrites } from './operations/channels.ts'
import { deleteMessage } from './operations/messages.ts'
import { changeThread } from './operations/threads/threads.ts'
import { type Permission, permissionBits } from './permissions.ts'
import type { World } from './state/world.ts'

/** Planted misfortunes, and what moderators may do at any moment: that is done at once. */
export class Faults extends HttpFaults {
  readonly #world: World

  constructor(world: World) {
    super()
    this.#world = world
  }

  deleteMessage(messageId: string): void {
    deleteMessage(this.#world, this.#world.need('messages', messageId))
  }

  /** A thread too. */
  deleteChannel(channelId: string): void {
    deleteChannel(this.#world, this.#world.need('channels', channelId))
  }

  /** Denies the permissions to one member in a channel; for a thread in its parent. */
  revoke(channelId: string, userId: string, ...permissions: readonly Permission[]): void {
    const place = this.#world.need('channels', channelId)
    const channel =
      place.thread === undefined ? place : this.#world.need('channels', place.parentId ?? '')
    const before = channel.overwrites.find(({ id }) => id === userId)
    const denied = permissionBits(permissions)
    setOverwrites(this.#world, channel, [
      ...channel.overwrites.filter(({ id }) => id !== userId),
      {
        id: userId,
        kind: 'member',
        allow: (before?.allow ?? 0n) & ~denied,
        deny: (before?.deny ?? 0n) | denied,
      },
    ])
  }

  archive(threadId: string): void {
    changeThread(this.#world, this.#world.need('channels', threadId), { archived: true })
  }

  lock(threadId: string): void {
    changeThread(this.#world, this.#world.need('channels', threadId), { locked: true })
  }

  /** By its id or its token: dead before its time. */
  expireInteraction(idOrToken: string): void {
    const interaction = this.#world.interactions.get(idOrToken)
    if (interaction === undefined) throw new Error(`There is no interaction ${idOrToken}`)
    interaction.expired = true
  }
}
