import type { Clock } from '../clock.ts'
import type { Model } from '../model.ts'
import type { EditPacer } from '../rate-limit/edit-pacer.ts'
import type { ModelTimeouts } from './idle-timeout.ts'

/** The services that every answer uses. */
export interface AnswerServices {
  readonly model: Model
  readonly timeouts: ModelTimeouts
  readonly pacer: EditPacer
  readonly clock: Clock
  /** Whether a line below each answer names the model, its tokens and its time. */
  readonly showsFooter: boolean
}
