import type { Locator } from 'playwright-core'
import { ShownMessage } from './shown-message.ts'

/** An open channel or thread: its messages and its text field. */
export class Place {
  readonly root: Locator

  constructor(root: Locator) {
    this.root = root
  }

  get composer(): Locator {
    return this.root.getByRole('textbox', { name: /^(Message|发消息到) / })
  }

  /** The form around the text field; it has the files and a command's options. */
  get form(): Locator {
    return this.root.getByRole('form', { name: /^(Message|发消息到) / })
  }

  get newest(): ShownMessage {
    return new ShownMessage(this.messages.last())
  }

  /** The newest message that contains the text. */
  message(text: string | RegExp): ShownMessage {
    return new ShownMessage(this.messages.filter({ hasText: text }).last())
  }

  /** The message below the red line, the first unread one. */
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

  /** The files of the next message, with their sizes. */
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
