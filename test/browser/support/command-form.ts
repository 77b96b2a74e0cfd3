import type { Locator } from 'playwright-core'

/** The form of a command, in the text field of a channel or thread. */
export class CommandForm {
  readonly root: Locator

  /** `root` contains the text field. */
  constructor(root: Locator) {
    this.root = root
  }

  /** The field of a visible option. */
  option(name: string): Locator {
    return this.root.getByRole('combobox', { name: new RegExp(`^${name} `) })
  }

  async add(name: string): Promise<void> {
    await this.root.getByRole('button', { name: `Add ${name}` }).click()
  }

  /** A choice of the focused option. */
  choice(name: string): Locator {
    return this.root.getByRole('option', { name })
  }
}
