import type { Client } from '../client.ts'
import type { Channel } from '../state/channel.ts'
import { addFiles } from './sending.ts'

/** Listeners for an area on which files can be dropped. */
export interface DropTarget {
  over(event: DragEvent): void
  leave(event: DragEvent): void
  drop(event: DragEvent): void
}

export function dropTarget(client: Client, channel: Channel): DropTarget {
  return {
    over: (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      mark(event, true)
    },
    leave: (event) => {
      const { currentTarget, relatedTarget } = event
      const isInside =
        relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget)
      if (!isInside) mark(event, false)
    },
    drop: (event) => {
      event.preventDefault()
      mark(event, false)
      addFiles(client, channel.id, [...(event.dataTransfer?.files ?? [])])
    },
  }
}

/** Outside these areas a browser would open a dropped file instead of the page. */
export function keepFilesOut(): void {
  for (const name of ['dragover', 'drop'] as const) {
    addEventListener(name, (event) => event.preventDefault())
  }
}

function mark(event: DragEvent, isOver: boolean): void {
  ;(event.currentTarget as HTMLElement).classList.toggle('dropping', isOver)
}
