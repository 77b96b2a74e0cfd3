import {
  acknowledgeMisfortunes,
  type Misfortune,
  misfortunes,
  readMisfortunes,
} from './misfortune.ts'
import { type Performance, performance } from './performance.ts'
import { Random } from './random.ts'
import { textOf } from './text.ts'

/** What a person does to a question while it is being answered. */
export interface Interference {
  readonly kind: 'stop' | 'delete'
  /** A stop: from when the button shows; a delete: from the question on. */
  readonly afterMs: number
}

export interface QuestionPlan {
  /** A word that nothing else has in it. */
  readonly name: string
  /** A slash command, or a message in the thread. */
  readonly way: 'command' | 'message'
  readonly asker: 'ada' | 'bob'
  readonly text: string
  /** Whether it is a command too long to be quoted whole: two lines of 300 characters are. */
  readonly isLong: boolean
  /** Until it is asked: from the answer before it, or from the question before it. */
  readonly waitsFor: 'answer' | 'question'
  readonly waitMs: number
  readonly performance: Performance
  readonly misfortunes: {
    readonly writing: readonly Misfortune[]
    readonly reading: readonly Misfortune[]
    readonly acknowledging: readonly Misfortune[]
  }
  readonly interference: Interference | undefined
  /** So many events come once more. */
  readonly replayed: number
}

/** One conversation, all of it by chance: the same for the same seed. */
export interface Plan {
  readonly startMs: number
  /** The first opens the thread in which the others are asked. */
  readonly questions: readonly QuestionPlan[]
}

/** Conversations of one world begin within this time. */
const beginningsMs = 60_000

/** `names` would ping those who have them. */
export function planOf(seed: number, names: readonly string[]): Plan {
  const random = new Random(seed)
  const startMs = random.between(0, beginningsMs)
  const first = question(random, { name: `first${seed}x`, way: 'command', names })
  const questions = [first]
  const more = random.pick([0, 0, 1, 1, 2, 3])
  for (let index = 0; index < more; index += 1) {
    // A command's place in the thread is where it was used, so nothing else may be going on there.
    const isCalm = !questions.some(isTaken)
    const way = isCalm && random.chance(0.15) ? 'command' : 'message'
    const isBehindMessage = questions.at(-1)?.way === 'message' || questions.length === 1
    const next = question(random, { name: `more${seed}x${index}x`, way, names })
    questions.push(isBehindMessage ? next : { ...next, waitsFor: 'answer' })
  }
  // When its answer has ended, all before it have: also one of which nothing is to be seen.
  return {
    startMs,
    questions: questions.some(isTaken) ? [...questions, lastQuestion(seed)] : questions,
  }
}

function isTaken({ interference }: QuestionPlan): boolean {
  return interference?.kind === 'delete'
}

interface Outline {
  readonly name: string
  readonly way: QuestionPlan['way']
  readonly names: readonly string[]
}

function question(random: Random, outline: Outline): QuestionPlan {
  const { name, way, names } = outline
  // A command shows its answer at once, wherever the one before it has got to.
  const waitsFor = way === 'message' && random.chance(0.6) ? 'question' : 'answer'
  const text = questionText(random, outline)
  return {
    name,
    way,
    asker: random.pick(['ada', 'bob'] as const),
    text,
    isLong: way === 'command' && (text.length > 300 || text.split('\n').length > 2),
    waitsFor,
    waitMs: random.pick([0, 0, 300, 5_000]),
    performance: performance(random, { name: `answer${name}`, names }),
    misfortunes: {
      writing: random.chance(0.3) ? [] : misfortunes(random, 4),
      // So that no others add to them: reading is tried four times.
      reading: waitsFor === 'answer' ? readMisfortunes(random) : [],
      acknowledging: way === 'command' ? acknowledgeMisfortunes(random) : [],
    },
    interference: random.chance(0.2) ? interference(random, way) : undefined,
    replayed: random.chance(0.2) ? random.between(1, 8) : 0,
  }
}

function questionText(random: Random, { name, way, names }: Outline): string {
  if (way === 'message') return `${name}: ${random.pick(['and then?', '然后呢？', 'why\nso?'])}`
  const length = random.pick([1, 1, 1, 200, 900, 4_000])
  const loud = random.chance(0.2) ? ` @everyone ${names.join(' ')}` : ''
  return length === 1
    ? `${name}${loud}?`
    : `${name}${loud} ${textOf(random, length, names).slice(0, 5_500)}`.trim()
}

function interference(random: Random, way: QuestionPlan['way']): Interference {
  const kind = way === 'message' ? random.pick(['stop', 'delete'] as const) : 'stop'
  return { kind, afterMs: random.pick([0, 20, 300, 2_000, 9_000]) }
}

function lastQuestion(seed: number): QuestionPlan {
  const calm = new Random(seed)
  const name = `last${seed}x`
  return {
    ...question(calm, { name, way: 'message', names: [] }),
    misfortunes: { writing: [], reading: [], acknowledging: [] },
    interference: undefined,
    replayed: 0,
  }
}

/** A plan in words. */
export function storyOf({ startMs, questions }: Plan): readonly string[] {
  return [`begins at ${startMs} ms`, ...questions.flatMap(questionStory)]
}

function questionStory(plan: QuestionPlan): readonly string[] {
  const { name, way, text, waitsFor, waitMs, interference, replayed } = plan
  const { writing, reading, acknowledging } = plan.misfortunes
  return [
    `${name} (${way}, ${text.length} characters), ${waitMs} ms after the ${waitsFor} before it`,
    `  model: ${plan.performance.story}`,
    ...acknowledging.map(({ story }) => `  acknowledging: ${story}`),
    ...reading.map(({ story }) => `  reading: ${story}`),
    ...writing.map(({ story }) => `  writing: ${story}`),
    ...(interference ? [`  a person: ${interference.kind} after ${interference.afterMs} ms`] : []),
    ...(replayed > 0 ? [`  the gateway repeats ${replayed} events`] : []),
  ]
}
