export async function copyText(text: string): Promise<void> {
  // Browsers offer the clipboard only on localhost or over https.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard === undefined) copySelected(text)
  else await clipboard.writeText(text)
}

/** The old way, which works everywhere: copies the selection of a text field. */
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
