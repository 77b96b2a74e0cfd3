import type { Locator } from 'playwright-core'

/** A message on the page. */
export class ShownMessage {
  readonly root: Locator

  constructor(root: Locator) {
    this.root = root
  }

  /** Its text without the page's additions, such as "(edited)"; empty before the text starts. */
  async text(): Promise<string> {
    const [text = ''] = await this.root
      .locator('.content > .markdown')
      .evaluateAll((found) => found.map((each) => (each as HTMLElement).innerText))
    return text
  }

  /** A button of the bot or of the page. */
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  /** The preview of its thread. */
  get threadPreview(): Locator {
    return this.root.locator('.thread-preview')
  }

  /** The names of its files, without pictures. */
  async files(): Promise<readonly string[]> {
    return await this.root.locator('.file .about').getByRole('link').allInnerTexts()
  }

  /** Opens its menu with the mouse. */
  async openMenu(): Promise<void> {
    await this.root.click({ button: 'right' })
  }
}
