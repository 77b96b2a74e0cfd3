import { html, type TemplateResult } from 'lit'

/** Drawn for this page: one path each, in a square of 24. */
const paths = {
  hash: 'M9 3 7.6 8.5H3v2h4.1l-.8 3H2v2h3.8L4.5 21h2.1l1.3-5.5h6L12.6 21h2.1l1.3-5.5H21v-2h-4.5l.8-3H22v-2h-4.2L19.1 3H17l-1.3 5.5h-6L11.1 3H9Zm.2 7.5h6l-.8 3h-6l.8-3Z',
  thread:
    'M4 4h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 5v-5H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm3 4v1.6h10V8H7Zm0 3.2v1.6h7v-1.6H7Z',
  people:
    'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm7-.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM2 19c0-3.3 3.1-6 7-6s7 2.7 7 6v1H2v-1Zm15.7 1H22v-1c0-2.6-2.1-4.8-5-5.4 1 1.4 1.5 3 1.5 4.9l-.8 1.5Z',
  menu: 'M3 5.5h18v2H3v-2Zm0 5.5h18v2H3v-2Zm0 5.5h18v2H3v-2Z',
  close:
    'm5.4 4 6.6 6.6L18.6 4 20 5.4 13.4 12l6.6 6.6-1.4 1.4-6.6-6.6L5.4 20 4 18.6l6.6-6.6L4 5.4 5.4 4Z',
  add: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7V4Z',
  reply: 'M10 5v4c7 .8 10 5 11 11-2.500-3.600-6-5.200-11-5.200V19l-7-7 7-7Z',
  edit: 'M16.500 3 21 7.500 8.500 20H4v-4.500L16.500 3Zm-1.600 4.200L6 16.100V18h1.900l8.900-8.900-1.900-1.900Z',
  remove:
    'M9 3h6l1 2h5v2H3V5h5l1-2ZM5 8h14l-1 13H6L5 8Zm4 2.500.5 8h1.600l-.4-8H9Zm4.300 0-.4 8h1.600l.5-8h-1.700Z',
  more: 'M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  file: 'M6 2h8l5 5v15H6V2Zm7 1.800V8h4.200L13 3.800ZM9 12v1.600h7V12H9Zm0 3.500v1.600h7v-1.600H9Z',
  download:
    'M11 3h2v9.200l3.300-3.300 1.400 1.400L12 16l-5.700-5.700 1.400-1.400 3.300 3.300V3ZM4 18h16v2H4v-2Z',
  lock: 'M12 2a5 5 0 0 1 5 5v3h2v12H5V10h2V7a5 5 0 0 1 5-5Zm0 2a3 3 0 0 0-3 3v3h6V7a3 3 0 0 0-3-3Z',
  sun: 'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Zm-1-6h2v4h-2V1Zm0 18h2v4h-2v-4ZM1 11h4v2H1v-2Zm18 0h4v2h-4v-2ZM4.900 3.500l2.900 2.900-1.400 1.400-2.900-2.900 1.400-1.400Zm12.700 12.700 2.900 2.900-1.400 1.400-2.900-2.900 1.400-1.400ZM3.500 19.100l2.900-2.900 1.400 1.400-2.900 2.900-1.400-1.400ZM16.200 6.400l2.900-2.900 1.400 1.400-2.900 2.900-1.400-1.400Z',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z',
  panel: 'M3 4h18v16H3V4Zm2 2v12h14V6H5Zm2 8 3-4 3 3 3-5 1.600 1-4.300 7-3-3-1.700 2.300L7 14Z',
  send: 'M3 4 22 12 3 20l2.500-7.200L14 12l-8.500-.8L3 4Z',
  messages: 'M3 4h18v13H9l-6 4V4Z',
  down: 'm6 9 6 6 6-6 1.400 1.400L12 17.800 4.600 10.400 6 9Z',
} as const

export type IconName = keyof typeof paths

/** Hidden from screen readers, so it needs a label beside it. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]}></path></svg>`
}

/** A button that only has an icon; its label is read out and shown as a tooltip. */
export function iconButton(
  name: IconName,
  label: string,
  press: (event: Event) => void,
  className = '',
): TemplateResult {
  return html`
    <button type="button" class="icon-button ${className}" aria-label=${label} title=${label} @click=${press}>
      ${icon(name)}
    </button>
  `
}
