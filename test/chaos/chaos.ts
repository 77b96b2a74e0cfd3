import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { News } from './child.ts'
import type { Report } from './conversation.ts'

/** As many conversations are held with one bot at the same time. */
const seedsPerWorld = 75

/** One for each of the two cores that any machine has. */
const worldsAtOnce = 2

export interface Outcome {
  /** Of the seeds that went wrong. */
  readonly reports: readonly Report[]
  /** What was wrong beside single seeds. */
  readonly problems: readonly string[]
}

/** Runs seeds, dozens at a time in one world, and gives what went wrong. */
export async function chaos(
  seeds: readonly number[],
  onReport: (report: Report) => void = () => undefined,
): Promise<Outcome> {
  const worlds = Map.groupBy(seeds, worldOf)
  const waiting = [...worlds]
  const outcomes: Outcome[] = []
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      outcomes.push(await runWorld(...next, onReport))
    }
  }
  await Promise.all(Array.from({ length: worldsAtOnce }, work))
  return {
    reports: outcomes.flatMap(({ reports }) => reports),
    problems: outcomes.flatMap(({ problems }) => problems),
  }
}

/** How to run a seed again: alone, or where it needs the others to go wrong, with them. */
function again(seed: number): readonly string[] {
  return [`again: npm run test:chaos -- --from ${seed} --seeds 1`, `or ${againAll(worldOf(seed))}`]
}

function againAll(world: number): string {
  return `again: npm run test:chaos -- --from ${world * seedsPerWorld + 1} --seeds ${seedsPerWorld}`
}

/** The gateway's troubles are those of the world, whether its other seeds run or not. */
function worldOf(seed: number): number {
  return Math.floor((seed - 1) / seedsPerWorld)
}

async function runWorld(
  world: number,
  seeds: readonly number[],
  onReport: (report: Report) => void,
): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'platen-chaos-'))
  const child = fork(path.join(import.meta.dirname, 'child.ts'), [world, ...seeds].map(String), {
    cwd: path.resolve(import.meta.dirname, '../..'),
    // All it gets, as the bot would from its users.
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', DATA_DIR: folder },
    execArgv: ['--import', path.join(import.meta.dirname, 'time/virtual.ts')],
    silent: true,
  })
  const reports: Report[] = []
  let problems: readonly string[] | undefined
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.on('message', (news: News) => {
    if (news.kind === 'over') problems = news.problems
    else {
      const { seed, story } = news.report
      const report = { ...news.report, story: [...story, ...again(seed)] }
      reports.push(report)
      onReport(report)
    }
  })
  const [code] = await once(child, 'close')
  rmSync(folder, { recursive: true, force: true })
  const bad = reports.filter((report) => report.problems.length > 0)
  if (problems !== undefined) {
    return { reports: bad, problems: problems.map((problem) => `${problem}\n  ${againAll(world)}`) }
  }
  const open = seeds.filter((seed) => !reports.some((report) => report.seed === seed))
  return {
    reports: bad,
    problems: [
      `the process of the bot ended with ${code} in seeds ${open.join(', ')}:\n${errors}${againAll(world)}`,
    ],
  }
}
