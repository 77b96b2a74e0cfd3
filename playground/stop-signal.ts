/** Resolves at the first signal that asks the process to end. The second signal ends it at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (isAsked) process.exit(130)
        isAsked = true
        resolve()
      })
    }
  })
}
