/** Browsers report this code for keys that an input method handles. */
const takenKey = 229

/** Whether the key belongs to an input method, as for Chinese. Enter must not send then. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari reports the key that ends a composition after its end, so only the code tells.
  return event.isComposing || event.keyCode === takenKey
}
