import type { Locator, Page } from 'playwright-core'

interface Size {
  readonly width: number
  readonly height: number
}

/** What a person does and reads on the playground's page. All that is known of its markup is here. */
export class DiscordPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Uses `/ask` in the channel that is open, as soon as the bot has brought the command. */
  async ask(question: string, { msPerKey = 0 } = {}): Promise<void> {
    const composer = this.#composer
    await composer.pressSequentially('/ask', { delay: msPerKey })
    await this.#page.getByRole('button', { name: /^\/ask\b/ }).waitFor()
    await composer.press('Tab')
    await composer.pressSequentially(question, { delay: msPerKey })
    await composer.press('Enter')
  }

  /**
   * Makes the window so large that the open channel, with the box that people write in, has this
   * size; returns where it is.
   */
  async showConversation(size: Size): Promise<Size & { x: number; y: number }> {
    await this.#composer.waitFor()
    const conversation = this.#page.getByRole('main')
    const { viewport, box } = await conversation.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return { viewport: { width: innerWidth, height: innerHeight }, box: { x, y, width, height } }
    })
    await this.#page.setViewportSize({
      width: viewport.width + size.width - Math.round(box.width),
      height: viewport.height + size.height - Math.round(box.height),
    })
    const { x, y, width, height } = await conversation.evaluate((element) =>
      element.getBoundingClientRect(),
    )
    if (width !== size.width || height !== size.height) {
      throw new Error(`The page gives the conversation ${width} by ${height}`)
    }
    return { x, y, width, height }
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

  get #composer(): Locator {
    return this.#page.getByRole('textbox', { name: /^Message / })
  }
}
