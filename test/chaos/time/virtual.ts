import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import { Loopback } from './loopback.ts'
import { VirtualTimer, VirtualTimers } from './timers.ts'

/*
 * Loaded before everything else (`node --import`), this replaces the clock of a process: time stands
 * still as long as anything happens or is on its way, and then goes on to the next timer at once.
 * A minute costs no more than what happens in it, and no wait is too short because the machine was
 * busy. It holds for a process that talks to nobody but itself.
 */

/** So many rounds of the event loop without anything count as silence. */
const quietRounds = 2

/** After so many without silence, what is on its way is given up: nobody reads it. */
const lostRounds = 200_000

const { performance } = globalThis
const RealDate = Date
const epochMs = RealDate.now()
const virtual = new VirtualTimers()
const loopback = new Loopback()

/** As Node does. */
function sensible(delayMs: number | undefined): number {
  return delayMs !== undefined && delayMs >= 1 && delayMs < 2 ** 31 ? Math.trunc(delayMs) : 1
}

type Action = (...values: readonly unknown[]) => void

function setTimeout(act: Action, delayMs?: number, ...values: readonly unknown[]): VirtualTimer {
  const options = { delayMs: sensible(delayMs), isRepeated: false }
  return new VirtualTimer(virtual, () => act(...values), options)
}

function setInterval(act: Action, delayMs?: number, ...values: readonly unknown[]): VirtualTimer {
  const options = { delayMs: sensible(delayMs), isRepeated: true }
  return new VirtualTimer(virtual, () => act(...values), options)
}

function clear(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.close()
}

function sleep<T>(
  delayMs?: number,
  value?: T,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      timer.close()
      reject(new DOMException('The operation was aborted', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve(value)
    }, delayMs)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}

const replaced = {
  setTimeout: Object.assign(setTimeout, { [promisify.custom]: sleep }),
  setInterval,
  clearTimeout: clear,
  clearInterval: clear,
}
Object.assign(globalThis, replaced)
Object.assign(timers, replaced)
Object.assign(timersPromises, { setTimeout: sleep })
Object.assign(timersPromises.scheduler, { wait: sleep })
performance.now = () => virtual.nowMs
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, self) =>
    Reflect.construct(target, values.length === 0 ? [epochMs + virtual.nowMs] : values, self),
  get: (target, key, self) =>
    key === 'now' ? () => epochMs + virtual.nowMs : Reflect.get(target, key, self),
})
syncBuiltinESMExports()

/** Whether nothing is queued here: no request to the system, nothing for the next round. */
function isIdle(): boolean {
  return process.getActiveResourcesInfo().every((name) => lasting.has(name))
}

/** What may be there for ever without anything happening. */
const lasting = new Set(['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'TTYWrap', 'Timeout'])

let quiet = 0
let rounds = 0

function goOn(): void {
  const isQuiet = loopback.isQuiet && isIdle()
  quiet = isQuiet ? quiet + 1 : 0
  rounds += 1
  if (quiet > quietRounds || rounds > lostRounds) {
    quiet = 0
    rounds = 0
    virtual.fireNext()
  }
  setImmediate(goOn)
}

setImmediate(goOn)
