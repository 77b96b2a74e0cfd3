import type { Client } from '../client.ts'

/** Focuses the channel's text field before the next key is pressed. */
export function focusComposer(client: Client, channelId: string): void {
  focusIn(client, channelId, ':is(textarea, input[type="text"])')
}

export function focusOptionField(client: Client, channelId: string, name: string): void {
  focusIn(client, channelId, `input[name="${CSS.escape(name)}"]`)
}

function focusIn(client: Client, channelId: string, selector: string): void {
  client.drawNow()
  document.querySelector<HTMLElement>(`[data-composer="${channelId}"] ${selector}`)?.focus()
}
