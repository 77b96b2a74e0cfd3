/** A path as people read it: ids by their last digits, which tell them apart. */
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
    // Anybody may ask the stand-in for what is no path at all.
    return part
  }
}
