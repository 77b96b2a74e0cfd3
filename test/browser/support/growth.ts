import { expect } from 'vitest'

/** Reads repeatedly until the text contains `last`. Returns each state, oldest first. */
export async function watch(read: () => Promise<string>, last: string): Promise<readonly string[]> {
  const states: string[] = []
  await expect
    .poll(async () => {
      const text = await read()
      if (text !== '' && text !== states.at(-1)) states.push(text)
      return text
    })
    .toContain(last)
  return states
}

/** Fails unless each state starts with the previous one. */
export function expectGrowth(states: readonly string[]): void {
  for (const [index, text] of states.slice(1).entries()) {
    expect(text.startsWith(states[index] ?? ''), `after ${states[index]}`).toBe(true)
  }
}
