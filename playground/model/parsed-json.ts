/** Returns `undefined` when the text is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The caller decides what that means.
    return undefined
  }
}
