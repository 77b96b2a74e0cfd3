import type { Discord, Person } from 'discord-sandbox'
import type { PageFiles } from './build.ts'
import type { Controls } from './controls.ts'
import type { LagPoint, PlaygroundState } from './protocol.ts'

/** What the page shows, and how it controls the playground. */
export interface PageSource {
  readonly discord: Discord
  readonly files: Promise<PageFiles>
  readonly controls: Controls
  readonly lag: LagSource
  state(): PlaygroundState
  /** Calls the listener after each change of the state. Returns a function that unsubscribes it. */
  onChange(listener: () => void): () => void
}

/** Measurements of how far the answers lag behind the model. */
export interface LagSource {
  /** The newest points, oldest first, for a browser that connects later. */
  readonly newest: readonly LagPoint[]
  /** Returns a function that unsubscribes the listener. */
  subscribe(listener: (points: readonly LagPoint[]) => void): () => void
}

/** The person with this id; the first person when the id is missing or unknown. */
export function personOf({ discord, state }: PageSource, wanted: string | null): Person {
  const { people } = state()
  const { id = '' } = people.find((each) => each.id === wanted) ?? people[0] ?? {}
  return discord.as(id)
}
