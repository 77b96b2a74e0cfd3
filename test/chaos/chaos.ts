import { startScene } from '../end-to-end/scene.ts'
import { type Programme, type Report, runSeed } from './seed.ts'

/** A bot may open 50 threads in 5 minutes: who asks more often waits, and so would the test. */
const seedsPerBot = 40

interface Outcome {
  /** The seeds that went wrong. */
  readonly reports: readonly Report[]
  /** What was wrong beside single seeds. */
  readonly problems: readonly string[]
}

/** Runs seeds, some dozens at once against each bot with its Discord, and gives what went wrong. */
export async function chaos(
  seeds: readonly number[],
  onReport: (report: Report) => void = () => undefined,
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  for (let from = 0; from < seeds.length; from += seedsPerBot) {
    outcomes.push(await runAtOnce(seeds.slice(from, from + seedsPerBot), onReport))
  }
  return {
    reports: outcomes.flatMap(({ reports }) => reports),
    problems: outcomes.flatMap(({ problems }) => problems),
  }
}

async function runAtOnce(
  seeds: readonly number[],
  onReport: (report: Report) => void,
): Promise<Outcome> {
  const scene = await startScene({
    discord: { roundTripMs: 10, speed: 4, globalPerSecond: 200 },
    environment: { MODEL_START_TIMEOUT: '2s', MODEL_IDLE_TIMEOUT: '1s' },
  })
  const programme: Programme = new Map()
  scene.model.always((answer, request) => {
    const question = request.messages.at(-1)?.content ?? ''
    return programme.get(question)?.script(answer, request)
  })
  async function run(seed: number): Promise<Report> {
    const report = await runSeed(seed, scene, programme)
    onReport(report)
    // A broken gateway connection now and then, in the midst of the others' answers.
    if (seed % 17 === 0) scene.discord.gateway.cut()
    return report
  }
  try {
    const reports = await Promise.all(seeds.map(run))
    const fatal = scene.bot.log.filter(({ msg }) => msg === 'a fault in Platen')
    const problems = [
      ...fatal.map((line) => JSON.stringify(line)),
      ...scene.discord.pings.map((ping) => `pinged: ${JSON.stringify(ping)}`),
      ...scene.violations,
    ]
    return { reports: reports.filter((report) => report.problems.length > 0), problems }
  } finally {
    await scene[Symbol.asyncDispose]()
  }
}
