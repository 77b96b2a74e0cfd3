import type { Script } from '../support/model-server.ts'
import type { Random } from './random.ts'

/** What the model does with one question. */
export interface Performance {
  readonly text: string
  readonly script: Script
  /** Whether the model says all of it and then that it is done. */
  readonly isWhole: boolean
}

const words = 'type press roller ribbon letter line page margin 纸张 字 naïve 🎉 end.'.split(' ')

/** A text, a speed and an ending, by chance. */
export function performance(random: Random): Performance {
  const text = textOf(random, random.pick([1, 5, 40, 150, 700]))
  const pause = random.pick([0, 0, 5, 20])
  const size = random.pick([3, 20, 200])
  const fate = random.pick([
    'stop',
    'stop',
    'stop',
    'length',
    'cut',
    'end',
    'error',
    'stall',
  ] as const)
  const characters = Array.from(text)
  const length = fate === 'stop' ? characters.length : random.between(1, characters.length)
  const said = characters.slice(0, length).join('')
  return {
    text: said,
    isWhole: fate === 'stop',
    async script(answer, { closed }) {
      for (let at = 0; at < length; at += size) {
        answer.text(characters.slice(at, Math.min(at + size, length)).join(''))
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
      }
      if (fate === 'stop' || fate === 'length') answer.finish(fate).done()
      else if (fate === 'cut') await answer.destroy()
      else if (fate === 'end') answer.end()
      else if (fate === 'error') answer.raw('data: {"error":{"message":"boom"}}\n\n').end()
      else await closed
    },
  }
}

function textOf(random: Random, length: number): string {
  const parts = Array.from({ length }, () => {
    const word = random.pick(words)
    return word + random.pick([' ', ' ', ' ', ' ', '\n', '\n\n'])
  })
  return parts.join('').trim()
}
