/** Compares ids as numbers; older ids are smaller. They have different lengths. */
export function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
}

export function isUpTo(id: string, last: string | undefined): boolean {
  return last !== undefined && compareIds(id, last) <= 0
}
