// Loaded into a contender's process before the contender itself: answers the bench's questions about
// the process, over IPC.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const resolutionMs = 5
const delay = monitorEventLoopDelay({ resolution: resolutionMs })
delay.enable()

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is in use. The memory that the process holds has garbage in it, too. */
function retainedBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

process.on('message', (message) => {
  if (message === 'reset') delay.reset()
  if (message === 'retained') process.send?.({ kind: 'retained', bytes: retainedBytes() })
  if (message !== 'report') return
  const { user, system } = process.cpuUsage()
  process.send?.({
    kind: 'report',
    cpuSeconds: (user + system) / 1e6,
    rssBytes: process.memoryUsage.rss(),
    // The histogram counts from one timer to the next, the timer's own period included.
    loopP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
  })
})
// Listening must not keep a process alive that has nothing left to do; a bench that is gone ends it.
process.channel?.unref()
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
