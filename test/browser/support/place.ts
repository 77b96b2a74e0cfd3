import type { Locator } from 'playwright-core'
import { ShownMessage } from './shown-message.ts'

/** A channel or a thread that lies open: what is said there, and where one writes. */
export class Place {
  readonly root: Locator

  constructor(root: Locator) {
    this.root = root
  }

  get composer(): Locator {
    return this.root.getByRole('textbox', { name: /^(Message|发消息到) / })
  }

  /** The form of the field: files are dropped on it, and it holds the options of a command. */
  get form(): Locator {
    return this.root.getByRole('form', { name: /^(Message|发消息到) / })
  }

  get newest(): ShownMessage {
    return new ShownMessage(this.messages.last())
  }

  /** The newest message in which this stands. */
  message(text: string | RegExp): ShownMessage {
    return new ShownMessage(this.messages.filter({ hasText: text }).last())
  }

  /** The message below the red line that tells where the unread ones begin. */
  get firstNew(): ShownMessage {
    const line = this.root.page().getByText('New', { exact: true })
    const below = this.root.getByRole('listitem').filter({ has: line }).locator('+ li')
    return new ShownMessage(below)
  }

  get messages(): Locator {
    const page = this.root.page()
    return this.root.getByRole('listitem').filter({ has: page.locator('.user-message') })
  }

  /** Answers to commands, oldest first. */
  get answers(): Locator {
    return this.messages.filter({ has: this.root.page().locator('.used-command') })
  }

  /** The texts of all messages, oldest first. */
  async texts(): Promise<readonly string[]> {
    const messages = await this.messages.all()
    return await Promise.all(messages.map((each) => new ShownMessage(each).text()))
  }

  /** Files that are to go with the next message, with their sizes. */
  async newFiles(): Promise<readonly string[]> {
    const removable = this.root.page().getByRole('button', { name: /^Remove / })
    const files = await this.form.getByRole('listitem').filter({ has: removable }).allInnerTexts()
    return files.map((text) => text.replace(/\s+/g, ' ').trim())
  }

  async say(text: string): Promise<void> {
    await this.composer.pressSequentially(text)
    await this.composer.press('Enter')
  }
}
