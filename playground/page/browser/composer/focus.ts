import type { Client } from '../client.ts'

/** Puts the cursor where one writes in this channel; the next key already goes there. */
export function focusComposer(client: Client, channelId: string): void {
  focusIn(client, channelId, ':is(textarea, input[type="text"])')
}

/** Into the field of one option of the command that is being filled in. */
export function focusOptionField(client: Client, channelId: string, name: string): void {
  focusIn(client, channelId, `input[name="${CSS.escape(name)}"]`)
}

function focusIn(client: Client, channelId: string, selector: string): void {
  client.drawNow()
  document.querySelector<HTMLElement>(`[data-composer="${channelId}"] ${selector}`)?.focus()
}
