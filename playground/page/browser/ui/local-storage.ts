/** The browser keeps it for good, a tab for as long as it is open. */
type Area = 'browser' | 'tab'

/** What is kept of a person's choices; a browser may be told to keep nothing. */
export function readStorage(area: Area, key: string): string | undefined {
  try {
    return storageOf(area).getItem(key) ?? undefined
  } catch {
    // This one keeps nothing.
    return undefined
  }
}

export function writeStorage(area: Area, key: string, value: string): void {
  try {
    storageOf(area).setItem(key, value)
  } catch {
    // It may also be full. The choice holds until the page is closed.
  }
}

function storageOf(area: Area): Storage {
  return area === 'tab' ? sessionStorage : localStorage
}
