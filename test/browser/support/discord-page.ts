import type { Locator, Page } from 'playwright-core'
import { CommandForm } from './command-form.ts'
import { Place } from './place.ts'
import { ShownMessage } from './shown-message.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * What a person does and reads on the playground's page. All that is known of its markup is here and
 * in the parts of it that this file imports.
 */
export class DiscordPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Uses `/ask` in the channel that is open, as soon as the bot has brought the command. */
  async ask(question: string, { msPerKey = 0 } = {}): Promise<void> {
    await this.beginCommand('ask', { msPerKey })
    await this.#page.keyboard.type(question, { delay: msPerKey })
    await this.#page.keyboard.press('Enter')
  }

  /** Types a command's name in the channel that is open, and enters its form. */
  async beginCommand(name: string, { msPerKey = 0 } = {}): Promise<CommandForm> {
    await this.composer.pressSequentially(`/${name}`, { delay: msPerKey })
    await this.#page.getByRole('option', { name: `/${name} ` }).waitFor()
    await this.composer.press('Tab')
    return new CommandForm(this.channel.form)
  }

  /** Becomes another of the people, and waits until the page is theirs. */
  async become(name: string): Promise<void> {
    const self = this.#page.getByRole('region', { name: /^(Who you are|你是谁)$/ })
    await self.getByRole('button').click()
    await this.menuItem(new RegExp(`^(Be|切换为) ${name}$`)).click()
    await self.getByRole('button', { name }).waitFor()
  }

  /** An entry of the menu that lies open. */
  menuItem(name: string | RegExp): Locator {
    const menu = this.#page.getByRole('menu')
    const named = { name, exact: true }
    return menu.getByRole('menuitem', named).or(menu.getByRole('menuitemradio', named))
  }

  /** A channel or thread in the list at the side; its name tells what is unread. */
  place(name: string | RegExp): Locator {
    return this.#page.getByRole('navigation').getByRole('link', { name })
  }

  /** What lies over the page. */
  get dialog(): Locator {
    return this.#page.getByRole('dialog')
  }

  /** What the page itself has to say about the bot or the connection, on top. */
  get statusLine(): Locator {
    return this.#page.locator('.status')
  }

  /**
   * Makes the window so large that the open channel, with the box that people write in, has this
   * size; returns where it is.
   */
  async showConversation(size: Size): Promise<Size & { x: number; y: number }> {
    await this.composer.waitFor()
    const conversation = this.channel.root
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

  /** Uses one of the examples above the field. */
  async tryExample(label: string): Promise<void> {
    await this.#page
      .getByRole('region', { name: 'Examples' })
      .getByRole('button', { name: label, exact: true })
      .click()
  }

  /** The channel that is open. */
  get channel(): Place {
    return new Place(this.#page.getByRole('main').locator('.channel'))
  }

  /** The thread that is open beside it. */
  get thread(): Place {
    const closes = this.#page.getByRole('button', { name: /^(Close thread|关闭子区)$/ })
    return new Place(this.#page.getByRole('region').filter({ has: closes }))
  }

  /** The message of the last command's answer. */
  get answer(): Locator {
    return this.channel.answers.last()
  }

  /** What can be read in the answer now, without what the page itself adds; empty before it begins. */
  async answerText(): Promise<string> {
    return await new ShownMessage(this.answer).text()
  }

  /** Where one writes in the channel that is open. */
  get composer(): Locator {
    return this.channel.composer
  }
}
