/**
 * Whether an id of Discord is older than another: they grow with time, and are numbers too large for
 * a JavaScript number.
 */
export function isOlder(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length
}
