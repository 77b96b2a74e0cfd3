/** The browser keeps it for good, a tab for as long as it is open. */
export type Keeper = 'browser' | 'tab'

/** What is kept of a person's choices; a browser may be told to keep nothing. */
export function kept(keeper: Keeper, key: string): string | undefined {
  try {
    return storageOf(keeper).getItem(key) ?? undefined
  } catch {
    // This one keeps nothing.
    return undefined
  }
}

export function keep(keeper: Keeper, key: string, value: string): void {
  try {
    storageOf(keeper).setItem(key, value)
  } catch {
    // It may also be full. The choice holds until the page is closed.
  }
}

function storageOf(keeper: Keeper): Storage {
  return keeper === 'tab' ? sessionStorage : localStorage
}
