import { describe, expect, it } from 'vitest'
import { VirtualTimer, VirtualTimers } from './timers.ts'

function scene() {
  const timers = new VirtualTimers()
  const fired: string[] = []
  const timer = (delayMs: number, name: string, isRepeated = false) =>
    new VirtualTimer(timers, () => fired.push(`${name} at ${timers.nowMs}`), {
      delayMs,
      isRepeated,
    })
  const fire = (times: number) => {
    for (let count = 0; count < times; count += 1) timers.fireNext()
  }
  return { timers, fired, timer, fire }
}

describe('VirtualTimers', () => {
  it('fires the next timer, at its time, those of one time in the order they were set', () => {
    const { fired, timer, fire } = scene()
    timer(20, 'second')
    timer(10, 'first')
    timer(20, 'third')
    fire(3)
    expect(fired).toEqual(['first at 10', 'second at 20', 'third at 20'])
  })

  it('repeats what is repeated until it is closed', () => {
    const { fired, timer, fire } = scene()
    const tick = timer(10, 'tick', true)
    timer(25, 'once')
    fire(3)
    tick.close()
    fire(1)
    expect(fired).toEqual(['tick at 10', 'tick at 20', 'once at 25'])
  })

  it('lets time stand still when nothing waits', () => {
    const { timers, timer, fire } = scene()
    timer(10, 'never').close()
    fire(2)
    expect(timers.nowMs).toBe(0)
  })

  it('lets a timer that is refreshed wait anew', () => {
    const { fired, timer, fire } = scene()
    const late = timer(10, 'late')
    timer(5, 'early')
    fire(1)
    late.refresh()
    fire(1)
    expect(fired).toEqual(['early at 5', 'late at 15'])
  })
})
