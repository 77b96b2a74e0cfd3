import { type ModelAnswer, startModelServer } from 'model-sandbox'
import { piecesOf } from './text.ts'

/** What the model is to write when it is asked `question`. */
export interface Plan {
  readonly question: string
  readonly text: string
  readonly tokensPerSecond: number
}

/** What it wrote. Times in milliseconds of `performance.now()`. */
export interface Recording {
  readonly plan: Plan
  /** When each piece was handed to the network, with the pieces. */
  readonly pieces: { readonly atMs: number; readonly text: string }[]
  /** Set when the last piece was. */
  endedMs: number | undefined
}

/** A server of OpenAI's Chat Completions on loopback that writes planned answers at a given rate. */
export interface Model {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string
  plan(plan: Plan): Recording
  close(): Promise<void>
}

/** From the headers to the first piece. */
const firstTokenMs = 300

export async function startModel(): Promise<Model> {
  const recordings = new Map<string, Recording>()
  const server = await startModelServer()
  server.models = ['bench-model']
  server.always(async (answer, { messages }) => {
    const recording = recordings.get(questionIn(JSON.stringify(messages)))
    // Asked twice, the first answer is the one that counts: the second would spoil its times.
    if (recording === undefined || recording.pieces.length > 0) {
      answer.error(400, 'Nothing is planned')
    } else {
      await write(recording, answer)
    }
  })
  return {
    baseUrl: server.baseUrl,
    plan(plan) {
      const recording: Recording = { plan, pieces: [], endedMs: undefined }
      recordings.set(plan.question, recording)
      return recording
    },
    async close() {
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Writes each piece when it is due: a timer that fires late does not shift those that follow. */
async function write(recording: Recording, answer: ModelAnswer): Promise<void> {
  const { plan, pieces } = recording
  const startMs = performance.now() + firstTokenMs
  answer.begin()
  for (const [index, text] of piecesOf(plan.text).entries()) {
    const leftMs = startMs + (index * 1_000) / plan.tokensPerSecond - performance.now()
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
    if (answer.isClosed) return
    pieces.push({ atMs: performance.now(), text })
    answer.text(text)
  }
  recording.endedMs = pieces.at(-1)?.atMs
  answer.finish('stop').done()
}

/** Questions are `#` and a number: the newest in the conversation is the one that is asked. */
function questionIn(text: string): string {
  return text.match(/#\d+/g)?.at(-1) ?? ''
}
