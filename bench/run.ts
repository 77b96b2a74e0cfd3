import type { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Contender } from './contenders.ts'
import type { Cell } from './grid.ts'
import type { State } from './lag.ts'
import type { Model, Recording } from './model.ts'
import { type NotMeasured, type Observation, type Result, resultOf } from './result.ts'
import { type Place, Scene } from './scene.ts'
import { charactersOf, textOf } from './text.ts'
import { plain, shownCharacters } from './visible.ts'

/** So long after a model should have ended the bench stops waiting. */
const patienceMs = 60_000

let questions = 0
const nextQuestion = () => `#${++questions}`

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** One answer on its way. */
interface Running {
  readonly place: Place
  readonly question: string
  readonly recording: Recording
}

/** Runs cells of one length side by side, all by one contender; `timers` watch while answers run. */
export async function runBatch(
  cells: readonly Cell[],
  contender: Contender,
  model: Model,
  timers?: ReturnType<typeof monitorEventLoopDelay>,
): Promise<readonly (Result | NotMeasured)[]> {
  const prepared = await Promise.all(cells.map((cell) => prepare(cell, contender, model)))
  timers?.enable()
  const ran = await Promise.all(
    prepared.map((one) => (one.kind === 'not measured' ? one : run(one, contender, model))),
  )
  timers?.disable()
  // Only now: the search for the bounds would hold up what still runs.
  return ran.map((one) => ('kind' in one ? one : resultOf(one)))
}

interface Prepared {
  readonly kind: 'prepared'
  readonly cell: Cell
  readonly scene: Scene
  readonly places: readonly Place[]
}

async function prepare(
  cell: Cell,
  contender: Contender,
  model: Model,
): Promise<Prepared | NotMeasured> {
  const without = { kind: 'not measured', cell, contender: contender.name } as const
  const reason = contender.notDriven?.[cell.route]
  if (reason !== undefined) return { ...without, reason }
  const { buckets, roundTripMs, route, atOnce } = cell
  let scene: Scene
  try {
    scene = await Scene.open(contender, { buckets, roundTripMs }, model.baseUrl)
  } catch (error) {
    return { ...without, reason: String(error) }
  }
  const places: Place[] = []
  for (let index = 0; index < atOnce; index += 1) places.push(await scene.newPlace(route))
  await warmUp(scene, contender, model)
  return { kind: 'prepared', cell, scene, places }
}

/** A bot that has run for a while has its code loaded and its connections open. */
async function warmUp(scene: Scene, contender: Contender, model: Model): Promise<void> {
  const place = scene.newPersonsThread()
  const asCommand = contender.notDriven?.original === undefined
  const running = plan({ ...place, route: asCommand ? 'original' : 'thread' }, model, 20, 10)
  await scene.ask(running.place, running.question)
  const untilMs = performance.now() + 10_000
  while (!isShown(scene, running) && performance.now() < untilMs) await sleep(50)
  // The global window of a second shall be fresh.
  await sleep(1_100)
}

function plan(place: Place, model: Model, tokensPerSecond: number, tokens: number): Running {
  const question = nextQuestion()
  const text = textOf(charactersOf(tokens), questions)
  return { place, question, recording: model.plan({ question, text, tokensPerSecond }) }
}

async function run(
  { cell, scene, places }: Prepared,
  contender: Contender,
  model: Model,
): Promise<Observation> {
  const { tokensPerSecond, seconds } = cell
  const before = await scene.bot.report()
  const refusedBefore = scene.discord.rateLimited.length
  const answers = places.map((place) =>
    plan(place, model, tokensPerSecond, tokensPerSecond * seconds),
  )
  await Promise.all(answers.map(({ place, question }) => scene.ask(place, question)))
  const isOver = await waitUntilOver(scene, answers, seconds * 1_000 + patienceMs)
  const cutMs = isOver ? undefined : performance.now()
  const after = await scene.bot.report()
  await scene.close()
  return {
    cell,
    contender: contender.name,
    answers: answers.map((running) => ({
      recording: running.recording,
      states: statesOf(scene, running),
      error: scene.bot.ended.get(running.question),
    })),
    refused: scene.discord.rateLimited.length - refusedBefore,
    cutMs,
    before,
    after,
  }
}

/** Waits until every answer shows, or never will; `false`: the bench lost its patience before. */
async function waitUntilOver(
  scene: Scene,
  answers: readonly Running[],
  mostMs: number,
): Promise<boolean> {
  const untilMs = performance.now() + mostMs
  let open = answers
  while (performance.now() < untilMs) {
    await sleep(100)
    open = open.filter(
      (running) => !scene.bot.ended.has(running.question) && !isShown(scene, running),
    )
    if (open.length === 0) return true
  }
  return false
}

function isShown(scene: Scene, running: Running): boolean {
  const { endedMs, plan } = running.recording
  if (endedMs === undefined) return false
  const text = plain(plan.text)
  const last = statesOf(scene, running).map((states) => states.at(-1)?.content ?? '')
  return shownCharacters(text, last) === text.length
}

function statesOf(scene: Scene, { place }: Running): readonly (readonly State[])[] {
  return (
    scene
      .messages(place)
      .map((states) => states.map(({ at, content }) => ({ atMs: at, content })))
      // The first state of a deferred reply says only that the bot is thinking.
      .map((states) => states.filter(({ content }) => content !== ''))
  )
}
