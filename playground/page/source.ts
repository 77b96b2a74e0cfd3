import type { Discord, Person } from 'discord-sandbox'
import type { PageFiles } from './build.ts'
import type { Controls } from './controls.ts'
import type { LagPoint, PlaygroundState } from './protocol.ts'

/** What the page shows, and what it can do to the playground. */
export interface PageSource {
  readonly discord: Discord
  readonly files: Promise<PageFiles>
  readonly controls: Controls
  readonly lag: LagSource
  state(): PlaygroundState
  /** Calls whenever the state has changed; returns how to stop listening. */
  onChange(listener: () => void): () => void
}

/** How fresh the answers are. */
export interface LagSource {
  /** The newest points, oldest first, for a browser that connects later. */
  readonly newest: readonly LagPoint[]
  /** Returns how to stop listening. */
  subscribe(listener: (points: readonly LagPoint[]) => void): () => void
}

/** The first of the people where none is named, or somebody unknown. */
export function personOf({ discord, state }: PageSource, wanted: string | null): Person {
  const { people } = state()
  const { id = '' } = people.find((each) => each.id === wanted) ?? people[0] ?? {}
  return discord.as(id)
}
