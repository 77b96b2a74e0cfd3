import { LRUCache } from 'lru-cache'
import type { Permission } from './permissions.ts'

/** The action that a missing permission prevents. */
export type Prevented = 'thread' | 'reply'

/** Remembers which missing permissions a channel was told about, so that each notice comes once. */
export class PermissionNotices {
  /** By channel and what is prevented: the permissions that the last notice named. */
  readonly #told = new LRUCache<string, string>({ max: 10_000 })

  /**
   * Whether people in a channel have to be told now what is missing. False for the same permissions a
   * second time; true again when they were given and taken away meanwhile.
   */
  isNew(channelId: string, prevented: Prevented, missing: readonly Permission[]): boolean {
    const key = `${prevented}:${channelId}`
    if (missing.length === 0) {
      this.#told.delete(key)
      return false
    }
    const names = missing.join()
    if (this.#told.get(key) === names) return false
    this.#told.set(key, names)
    return true
  }
}
