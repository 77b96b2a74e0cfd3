// A model server in a process of its own, for capacity runs: it answers everything at once with
// the same endless text, and takes its orders from the command line.
import { type ModelAnswer, startModelServer } from 'model-sandbox'
import { piecesOf, textOf } from './text.ts'

const tokensPerSecond = Number(process.argv[2])
const seconds = Number(process.argv[3])
const tickMs = 10

const pieces = piecesOf(textOf(tokensPerSecond * seconds * 4, 1))
const running = new Map<ModelAnswer, { readonly startMs: number; sent: number }>()

const server = await startModelServer()
server.models = ['bench-model']
server.always((answer, { closed }) => {
  void closed.then(() => running.delete(answer))
  running.set(answer, { startMs: performance.now(), sent: 0 })
})

// One timer for all answers: each piece still goes out as an event of its own.
setInterval(() => {
  for (const [answer, state] of running) {
    const due = ((performance.now() - state.startMs) * tokensPerSecond) / 1_000
    for (; state.sent < due && state.sent < pieces.length; state.sent += 1) {
      answer.text(pieces[state.sent] ?? '')
    }
    if (state.sent < pieces.length) continue
    running.delete(answer)
    answer.finish('stop').done()
  }
}, tickMs)

process.send?.(server.baseUrl)
process.once('disconnect', () => process.exit())
