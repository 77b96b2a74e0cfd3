import type { Locator, Page } from 'playwright-core'

/** The focused element. */
export interface Focus {
  /** Its label or text; empty if nothing has the focus. */
  readonly name: string
  /** Whether the focus is visible. */
  readonly isVisible: boolean
}

export async function focusOf(page: Page): Promise<Focus> {
  return await page.evaluate(() => {
    let element = document.activeElement
    let name = ''
    while (element !== null && element !== document.body) {
      name ||= element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
      const inner = element.shadowRoot?.activeElement ?? null
      if (inner === null) break
      element = inner
    }
    // A field can show its focus with an outline around its form.
    const shown = [element, element?.closest('form') ?? null].filter((each) => each !== null)
    const isVisible = shown.some((each) => {
      const { outlineStyle, outlineWidth, boxShadow, opacity } = getComputedStyle(each)
      const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
      return (isOutlined || boxShadow !== 'none') && opacity !== '0'
    })
    return { name: name.replace(/\s+/g, ' '), isVisible }
  })
}

/** More stops than any page has. */
const mostStops = 80

/** Presses Tab, or another key, until the wanted element has the focus. Returns all stops. */
export async function goTo(
  page: Page,
  wanted: RegExp,
  key: 'Tab' | 'Shift+Tab' | 'ArrowDown' = 'Tab',
): Promise<readonly Focus[]> {
  const stops: Focus[] = []
  while (stops.length < mostStops) {
    await page.keyboard.press(key)
    const focus = await focusOf(page)
    stops.push(focus)
    if (wanted.test(focus.name)) return stops
  }
  const names = stops.map(({ name }) => name.slice(0, 40)).join('\n  ')
  throw new Error(`${key} does not lead to ${wanted}, but to:\n  ${names}`)
}

export async function hasFocus(locator: Locator): Promise<boolean> {
  return await locator.evaluate((element) => element.matches(':focus, :focus-within'))
}
