/** Keys that an input method takes, whatever browsers call them. */
const takenKey = 229

/** Whether a key only chooses what is being composed, as for Chinese: Enter sends nothing then. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari tells of the key that ends composing only after the end, so its code has to tell.
  return event.isComposing || event.keyCode === takenKey
}
