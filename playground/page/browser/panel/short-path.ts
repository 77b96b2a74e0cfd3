/** A path with shortened ids: their last digits are enough to tell them apart. */
export function shortPath(path: string): string {
  return path
    .split('/')
    .map(decoded)
    .join('/')
    .replace(/\d{11,}(\d{4})/g, '…$1')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // The path may be malformed.
    return part
  }
}
