import fs from 'node:fs'
import type { LogLine } from '../support/bot.ts'

/** The log of the bot that runs in this very process. */
export interface Log {
  subscribe(listener: (line: LogLine) => void): void
}

/**
 * Starts the bot as its users do, with what stands in the environment. What is a fault
 * goes to the standard error output, too: the process may be over at once.
 */
export async function startBot(): Promise<Log> {
  const listeners = new Set<(line: LogLine) => void>()
  const connected = Promise.withResolvers<void>()
  const write = fs.writeSync
  function keep(text: string): void {
    for (const part of text.trim().split('\n')) {
      const line = JSON.parse(part) as LogLine
      if (line['level'] === fatal) write(2, `${part}\n`)
      if (line.msg === 'connected') connected.resolve()
      for (const listener of listeners) listener(line)
    }
  }
  const replaced = (descriptor: number, data: string, ...rest: readonly unknown[]) => {
    if (descriptor !== 1) return Reflect.apply(write, fs, [descriptor, data, ...rest])
    keep(data)
    return Buffer.byteLength(data)
  }
  Object.assign(fs, { writeSync: replaced })
  await import('../../src/main.ts')
  await connected.promise
  return { subscribe: (listener) => void listeners.add(listener) }
}

/** The level of lines about what ends the process. */
const fatal = 60
