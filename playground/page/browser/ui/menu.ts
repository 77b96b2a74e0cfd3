import { html, nothing, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import type { Client } from '../client.ts'
import type { Menu, MenuItem } from '../state/view-state.ts'
import { whenShown } from './when-shown.ts'

/** Opens a menu below what was clicked. */
export function openMenu(
  client: Client,
  { currentTarget }: Event,
  { label, items }: Pick<Menu, 'label' | 'items'>,
): void {
  const opener = currentTarget as HTMLElement
  const { left, bottom } = opener.getBoundingClientRect()
  client.showMenu({ x: left, y: bottom, label, opener, items })
}

/** The open menu, if any. Arrow keys, Enter and Escape work as usual. */
export function menu(client: Client): TemplateResult | typeof nothing {
  const open = client.view.menu
  if (open === undefined) return nothing
  const close = () => {
    client.showMenu(undefined)
    open.opener?.focus()
  }
  const choose = (item: MenuItem) => {
    close()
    item.choose()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      close()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    move(event.currentTarget as HTMLElement, step)
  }
  // A region, because all content has to be inside a landmark.
  return html`
    <section aria-label=${open.label}>
    <div class="menu-ground" @click=${close} @contextmenu=${(event: Event) => {
      event.preventDefault()
      close()
    }}></div>
    <div
      class="menu"
      role="menu"
      aria-label=${open.label}
      ${ref(whenShown((element) => place(element, open)))}
      @keydown=${press}
    >
      ${open.items.map((item, index) => {
        const isNewGroup = item.group !== undefined && item.group !== open.items[index - 1]?.group
        return html`
          ${isNewGroup ? html`<div class="group" role="presentation">${item.group}</div>` : nothing}
          <button
            type="button"
            role=${item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked=${item.isChecked === undefined ? nothing : item.isChecked}
            class=${item.isDangerous ? 'danger' : ''}
            tabindex="-1"
            @click=${() => choose(item)}
          >
            ${item.label}
          </button>
        `
      })}
    </div>
    </section>
  `
}

function move(list: HTMLElement, step: number): void {
  const items = [...list.querySelectorAll<HTMLElement>('button')]
  const now = items.indexOf(document.activeElement as HTMLElement)
  items[(now + step + items.length) % items.length]?.focus()
}

/** Places the menu beside its opener and inside the window. */
function place(element: HTMLElement, { x, y }: { readonly x: number; readonly y: number }) {
  if (element.dataset['placed'] === `${x},${y}`) return
  element.dataset['placed'] = `${x},${y}`
  const { width, height } = element.getBoundingClientRect()
  element.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`
  element.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`
  element.querySelector<HTMLElement>('button')?.focus()
}
