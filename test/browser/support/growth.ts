import { expect } from 'vitest'

/** Reads again and again until `last` stands there; returns each state that was seen, oldest first. */
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

/** Fails unless each state begins with the one before. */
export function expectGrowth(states: readonly string[]): void {
  for (const [index, text] of states.slice(1).entries()) {
    expect(text.startsWith(states[index] ?? ''), `after ${states[index]}`).toBe(true)
  }
}
