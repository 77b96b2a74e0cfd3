import type { ModelAnswer, ModelRequest, Script } from 'model-sandbox'
import type { Random } from './random.ts'
import { textOf } from './text.ts'

/** What the model does with one question. */
export interface Performance {
  /** All that it says. */
  readonly text: string
  /** Whether the model says that it is done. */
  readonly isWhole: boolean
  readonly script: Script
  /** In words, to understand what went wrong. */
  readonly story: string
}

/** How a server refuses a request; the SDK asks once more. */
const refusals = [
  ...Array.from({ length: 8 }, () => 'none' as const),
  ...(['429', '500', '503', 'drop', '401', 'html'] as const),
]

/** After these the SDK does not ask once more. */
const finalRefusals: readonly Refusal[] = ['401', 'html']

/** How an answer that has begun ends. */
const fates = [
  ...Array.from({ length: 8 }, () => 'stop' as const),
  ...(['open', 'length', 'content_filter', 'cut', 'end', 'error', 'garbage', 'stall'] as const),
]

type Refusal = (typeof refusals)[number]
type Fate = (typeof fates)[number]

/**
 * A text, a speed and an ending, by chance. `name` is a word that no other text has: it begins with
 * it. `names` would ping those who have them.
 */
export function performance(
  random: Random,
  { name, names }: { readonly name: string; readonly names: readonly string[] },
): Performance {
  const length = random.pick([0, 30, 30, 200, 200, 800, 800, 2_500, 6_000])
  const whole = length === 0 ? name : `${name}\n\n${textOf(random, length, names)}`
  const refusal = random.pick(refusals)
  const attempts = random.between(1, 2)
  const refused = refusal === 'none' ? 0 : finalRefusals.includes(refusal) ? 2 : attempts
  const fate = random.pick(fates)
  const isDone = fate === 'stop' || fate === 'open'
  const isSilent = !isDone && random.chance(0.2)
  const characters = Array.from(whole)
  const cutAt = isSilent ? 0 : random.between(Array.from(name).length, characters.length)
  const said = refused === 2 ? [] : isDone ? characters : characters.slice(0, cutAt)
  const size = random.pick(whole.length > 1_000 ? [20, 100, 100_000] : [1, 4, 20, 100_000])
  const pieces = piecesOf(said, size)
  const typingMs = random.pick([0, 500, 2_000, 8_000, 30_000])
  const pauseMs = Math.round(typingMs / Math.max(1, pieces.length))
  const startMs = random.pick([0, 0, 0, 100, 3_000, 40_000])
  const thinks = random.between(0, 6) - 3
  const reasoning = !isSilent && random.chance(0.1) ? '<think>Let me see: **' : ''
  const asked: ModelRequest[] = []

  return {
    text: said.join(''),
    isWhole: isDone && refused < 2,
    story: [
      `${said.length} characters of ${characters.length} in ${pieces.length} pieces, one each ${pauseMs} ms, after ${startMs} ms`,
      ...(thinks > 0 ? [`${thinks} thoughts before`] : []),
      ...(reasoning !== '' ? ['reasoning in the text'] : []),
      ...(refused > 0 ? [`refused ${refused} times with ${refusal}`] : []),
      `end: ${fate}`,
    ].join('; '),
    async script(answer, request) {
      asked.push(request)
      if (asked.length <= refused) return refuse(answer, refusal)
      if (startMs > 0) await sleep(startMs)
      for (let thought = 0; thought < thinks; thought += 1) {
        answer.delta({ reasoning_content: 'Hm. ' }).raw(': still there\n\n')
        await sleep(400)
      }
      if (reasoning !== '') answer.text(reasoning, 'so.</thi', 'nk>\n\n')
      for (const piece of pieces) {
        answer.text(piece)
        if (pauseMs > 0) await sleep(pauseMs)
      }
      await end(answer, fate, request)
    },
  }
}

function refuse(answer: ModelAnswer, refusal: Refusal): void {
  if (refusal === 'drop') answer.drop()
  else if (refusal === 'html') answer.raw('<html>Welcome</html>\n\n').end()
  else answer.error(Number(refusal), 'Not now')
}

async function end(answer: ModelAnswer, fate: Fate, { closed }: ModelRequest): Promise<void> {
  switch (fate) {
    case 'stop':
    case 'length':
    case 'content_filter':
      return answer.finish(fate).usage(10, 20).done()
    case 'open':
      answer.finish('stop')
      return closed
    case 'cut':
      return answer.destroy()
    case 'end':
      return answer.end()
    case 'error':
      return answer.raw('data: {"error":{"message":"boom"}}\n\n').end()
    case 'garbage':
      return answer.raw('data: <html>502 Bad Gateway</html>\n\n').end()
    case 'stall':
      return closed
  }
}

function piecesOf(characters: readonly string[], size: number): readonly string[] {
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
