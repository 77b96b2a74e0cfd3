/** `browser` lasts for good; `tab` until the tab is closed. */
type Area = 'browser' | 'tab'

/** Undefined also when the browser's settings forbid storage. */
export function readStorage(area: Area, key: string): string | undefined {
  try {
    return storageOf(area).getItem(key) ?? undefined
  } catch {
    // Storage is forbidden.
    return undefined
  }
}

export function writeStorage(area: Area, key: string, value: string): void {
  try {
    storageOf(area).setItem(key, value)
  } catch {
    // Storage is forbidden or full. The choice then lasts until the page is closed.
  }
}

function storageOf(area: Area): Storage {
  return area === 'tab' ? sessionStorage : localStorage
}
