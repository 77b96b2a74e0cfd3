import type { Locator, Page } from 'playwright-core'

/** The panel with the traffic between bot and Discord, and with buttons that inject faults. */
export class Panel {
  readonly root: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.root = page.getByRole('region', { name: 'Behind the scenes' })
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Behind the scenes' }).click()
    await this.root.waitFor()
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: 'Close', exact: true }).click()
  }

  async press(name: string): Promise<void> {
    await this.root.getByRole('button', { name }).click()
  }

  /** Lines of the log that contain the text. */
  lines(text: string | RegExp): Locator {
    return this.root
      .getByRole('region', { name: 'Requests and events' })
      .getByRole('listitem')
      .filter({ hasText: text })
  }

  /** The gauge of the rate-limit bucket. */
  get gauge(): Locator {
    return this.root.getByRole('meter', { name: 'Rate-limit bucket' })
  }
}
