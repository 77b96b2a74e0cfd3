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
    await this.composer.pressSequentially('/ask', { delay: msPerKey })
    await this.#page.getByRole('option', { name: /^\/ask\b/ }).waitFor()
    await this.composer.press('Tab')
    await this.#page.keyboard.type(question, { delay: msPerKey })
    await this.#page.keyboard.press('Enter')
  }

  /**
   * Makes the window so large that the open channel, with the box that people write in, has this
   * size; returns where it is.
   */
  async showConversation(size: Size): Promise<Size & { x: number; y: number }> {
    await this.composer.waitFor()
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

  /** The message of the last command's answer. */
  get answer(): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.#page.locator('discord-command') })
      .last()
  }

  /** What can be read in the answer now, without what the page itself adds; empty before it begins. */
  async answerText(): Promise<string> {
    return await textOf(this.answer)
  }

  /** Where one writes in the channel that is open. */
  get composer(): Locator {
    return this.#page.getByRole('main').getByRole('textbox', { name: /^Message / })
  }
}

/** The text of a message as Discord keeps it apart from "(edited)"; empty while it has none. */
async function textOf(message: Locator): Promise<string> {
  const [text = ''] = await message
    .locator('.content > .markdown')
    .evaluateAll((found) => found.map((each) => (each as HTMLElement).innerText))
  return text
}
