/** Puts a text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  // Browsers have one only for a page of their own computer, or one that came by https.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard === undefined) copySelected(text)
  else await clipboard.writeText(text)
}

/** The old way, which works everywhere: what is selected in a field is copied. */
function copySelected(text: string): void {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.className = 'hidden'
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
}
