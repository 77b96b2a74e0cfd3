import type { Locator, Page } from 'playwright-core'
import { CommandForm } from './command-form.ts'
import { Place } from './place.ts'
import { ShownMessage } from './shown-message.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * What a person does and reads on the playground's page. Only this file and the parts that it
 * imports know the page's markup.
 */
export class DiscordPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Uses `/ask` in the open channel, as soon as the bot has registered the command. */
  async ask(question: string, { msPerKey = 0 } = {}): Promise<void> {
    await this.beginCommand('ask', { msPerKey })
    await this.#page.keyboard.type(question, { delay: msPerKey })
    await this.#page.keyboard.press('Enter')
  }

  /** Types a command's name in the open channel, and enters its form. */
  async beginCommand(name: string, { msPerKey = 0 } = {}): Promise<CommandForm> {
    await this.composer.pressSequentially(`/${name}`, { delay: msPerKey })
    await this.#page.getByRole('option', { name: `/${name} ` }).waitFor()
    await this.composer.press('Tab')
    return new CommandForm(this.channel.form)
  }

  /** Switches to another person, and waits until the page shows theirs. */
  async become(name: string): Promise<void> {
    const self = this.#page.getByRole('region', { name: /^(Who you are|你是谁)$/ })
    await self.getByRole('button').click()
    await this.menuItem(new RegExp(`^(Be|切换为) ${name}$`)).click()
    await self.getByRole('button', { name }).waitFor()
  }

  /** An entry of the open menu. */
  menuItem(name: string | RegExp): Locator {
    const menu = this.#page.getByRole('menu')
    const named = { name, exact: true }
    return menu.getByRole('menuitem', named).or(menu.getByRole('menuitemradio', named))
  }

  /** A channel or thread in the sidebar; its name tells what is unread. */
  place(name: string | RegExp): Locator {
    return this.#page.getByRole('navigation').getByRole('link', { name })
  }

  /** The open dialog. */
  get dialog(): Locator {
    return this.#page.getByRole('dialog')
  }

  /** The line on top with problems of the bot or the connection. */
  get statusLine(): Locator {
    return this.#page.locator('.status')
  }

  /** Resizes the window so that the open channel with its composer has this size. Returns its place. */
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

  /** The open channel. */
  get channel(): Place {
    return new Place(this.#page.getByRole('main').locator('.channel'))
  }

  /** The open thread beside it. */
  get thread(): Place {
    const closes = this.#page.getByRole('button', { name: /^(Close thread|关闭子区)$/ })
    return new Place(this.#page.getByRole('region').filter({ has: closes }))
  }

  /** The message of the last command's answer. */
  get answer(): Locator {
    return this.channel.answers.last()
  }

  /** The answer's text without the page's additions; empty before the answer starts. */
  async answerText(): Promise<string> {
    return await new ShownMessage(this.answer).text()
  }

  /** The open channel's text field. */
  get composer(): Locator {
    return this.channel.composer
  }
}
