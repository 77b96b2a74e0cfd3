import { parseArgs } from 'node:util'
import { chaos } from './chaos.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5000' },
    from: { type: 'string', default: '1' },
  },
})
const from = Number(values.from)
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => from + index)
let done = 0
const { reports, problems } = await chaos(seeds, ({ seed, problems, story }) => {
  done += 1
  if (done % 100 === 0) process.stdout.write(`${done} of ${seeds.length}\n`)
  if (problems.length === 0) return
  process.stdout.write(`seed ${seed}: ${problems.join('\n  ')}\n  ${story.join('\n  ')}\n`)
})
for (const problem of problems) process.stdout.write(`${problem}\n`)
process.stdout.write(`${seeds.length} seeds, ${reports.length} of them with problems`)
process.stdout.write(problems.length > 0 ? `, ${problems.length} problems beside\n` : '\n')
process.exit(reports.length + problems.length > 0 ? 1 : 0)
