import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type AnswerOutcome, endingName } from '../core/answer/ending.ts'

/** Counters for Prometheus. */
export interface Metrics {
  readonly began: () => void
  readonly answered: (answered: AnswerOutcome) => void
  readonly eventFailed: (event: string) => void
  /** Everything counted, in Prometheus' text format. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

const secondsBuckets = [0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300]

/** `disconnectedSeconds` gives the seconds without connection so far. */
export function createMetrics(disconnectedSeconds: () => number): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const running = new Gauge({
    name: 'platen_answers_running',
    help: 'Answers that are being typed now',
    registers,
  })
  const answers = new Counter({
    name: 'platen_answers_total',
    help: 'Answers that have ended, by how they ended',
    labelNames: ['ending'],
    registers,
  })
  const tokens = new Counter({
    name: 'platen_tokens_total',
    help: 'Tokens as counted by the model server',
    labelNames: ['kind'],
    registers,
  })
  const firstWords = new Histogram({
    name: 'platen_first_words_seconds',
    help: 'From the start of an answer until its first words showed',
    buckets: secondsBuckets,
    registers,
  })
  const total = new Histogram({
    name: 'platen_answer_seconds',
    help: 'From the start of an answer until it showed whole',
    buckets: secondsBuckets,
    registers,
  })
  const eventFaults = new Counter({
    name: 'platen_event_faults_total',
    help: 'Gateway events that could not be handled',
    labelNames: ['event'],
    registers,
  })
  new Counter({
    name: 'platen_disconnected_seconds_total',
    help: 'Seconds without a connection to Discord, summed over the shards',
    registers,
    collect() {
      this.reset()
      this.inc(disconnectedSeconds())
    },
  })
  return {
    eventFailed: (event) => eventFaults.inc({ event }),
    began: () => running.inc(),
    answered({ ending, usage, firstTextMs, totalMs }) {
      running.dec()
      answers.inc({ ending: endingName(ending) })
      tokens.inc({ kind: 'prompt' }, usage?.promptTokens ?? 0)
      tokens.inc({ kind: 'completion' }, usage?.completionTokens ?? 0)
      if (firstTextMs !== undefined) firstWords.observe(firstTextMs / 1_000)
      total.observe(totalMs / 1_000)
    },
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}
