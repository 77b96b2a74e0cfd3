import type { Locator } from 'playwright-core'

/** A command that is being filled in, in the field of a channel or thread. */
export class CommandForm {
  readonly root: Locator

  /** `root`: what the field stands in. */
  constructor(root: Locator) {
    this.root = root
  }

  /** The field of an option that has been added, or is required. */
  option(name: string): Locator {
    return this.root.getByRole('combobox', { name: new RegExp(`^${name} `) })
  }

  async add(name: string): Promise<void> {
    await this.root.getByRole('button', { name: `Add ${name}` }).click()
  }

  /** What the option that has the focus can be. */
  choice(name: string): Locator {
    return this.root.getByRole('option', { name })
  }
}
