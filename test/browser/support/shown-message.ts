import type { Locator } from 'playwright-core'

/** A message as it stands on the page, and what can be done to it. */
export class ShownMessage {
  readonly root: Locator

  constructor(root: Locator) {
    this.root = root
  }

  /** Its text, without what the page itself adds, such as "(edited)"; empty before it begins. */
  async text(): Promise<string> {
    const [text = ''] = await this.root
      .locator('.content > .markdown')
      .evaluateAll((found) => found.map((each) => (each as HTMLElement).innerText))
    return text
  }

  /** One that the bot has put below it, or the page beside it. */
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  /** What shows of the thread that was made on it. */
  get threadPreview(): Locator {
    return this.root.locator('.thread-preview')
  }

  /** The names of its files, but for those that are shown as pictures. */
  async files(): Promise<readonly string[]> {
    return await this.root.locator('.file .about').getByRole('link').allInnerTexts()
  }

  /** Opens its menu as a mouse does. */
  async openMenu(): Promise<void> {
    await this.root.click({ button: 'right' })
  }
}
