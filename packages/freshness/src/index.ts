export { boundMs } from './bound/bound.ts'
export type { Arrival, BucketRule, Constraints } from './bound/grid.ts'
export { type LagSample, LagWatch } from './lag-watch.ts'
export type { HowEnded, ModelEvent } from './model-event.ts'
