/** The answers whose buttons are being handled: a double click is one press. */
export class ButtonPresses {
  readonly #running = new Set<string>()

  /** Whether a press on a button of the answer to this trigger is being handled. */
  isRunning(trigger: string): boolean {
    return this.#running.has(trigger)
  }

  /** Runs `task` as the one press on the answer to this trigger. */
  async run(trigger: string, task: () => Promise<void>): Promise<void> {
    this.#running.add(trigger)
    try {
      await task()
    } finally {
      this.#running.delete(trigger)
    }
  }
}
