import type { Locator, Page } from 'playwright-core'

/** What a person does and reads on the playground's page. All that is known of its markup is here. */
export class DiscordPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Uses `/ask` in the channel that is open, as soon as the bot has brought the command. */
  async ask(question: string): Promise<void> {
    const composer = this.#page.getByRole('textbox', { name: /^Message / })
    await composer.fill('/ask')
    await this.#page.getByRole('button', { name: /^\/ask\b/ }).click()
    await composer.pressSequentially(question)
    await composer.press('Enter')
  }

  /** The message of the last command's answer; its element is a new one after each edit. */
  get answer(): Locator {
    return this.#page
      .getByRole('region', { name: 'Messages' })
      .getByRole('listitem')
      .filter({ hasText: / used \/ask/ })
      .last()
  }

  /** What can be read in the answer now, without what the page itself adds; empty before it begins. */
  async answerText(): Promise<string> {
    return await this.answer.evaluate((message) => {
      const body = message.querySelector('.body:not(.thinking)')?.cloneNode(true)
      if (!(body instanceof Element)) return ''
      for (const decoration of body.querySelectorAll('.edited')) decoration.remove()
      return body.textContent ?? ''
    })
  }
}
