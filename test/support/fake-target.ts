import type { AnswerRequest } from '../../src/answers/answer-request.ts'
import type { AnswerTarget } from '../../src/answers/answer-target.ts'
import type { AnswerOutcome } from '../../src/core/answer/ending.ts'
import type { Reply } from '../../src/core/reply.ts'
import { said } from './messages.ts'

/** A target that notes what it is told. Messages are batched, commands are not. */
export class FakeTarget implements AnswerTarget {
  readonly origin = { kind: 'message', channelId: '1', messageId: '2' } as const
  readonly guildId = null
  readonly isDetached = false
  readonly needsMention = false
  readonly told: string[] = []
  readonly outcomes: AnswerOutcome[] = []
  readonly queueKey: string
  readonly reply: Reply
  readonly isBatched: boolean
  acknowledged: Promise<void> = Promise.resolve()

  constructor(reply: Reply, { queueKey = '1', isBatched = true } = {}) {
    this.reply = reply
    this.queueKey = queueKey
    this.isBatched = isBatched
  }

  startTyping(): void {
    this.told.push('typing')
  }

  stopTyping(): void {
    this.told.push('not typing')
  }

  onTurn(): void {
    this.told.push('turn')
  }

  onEnd(outcome: AnswerOutcome): void {
    this.outcomes.push(outcome)
  }

  async notify(text: string): Promise<void> {
    this.told.push(`notify: ${text}`)
  }

  async sendEphemeral(text: string): Promise<void> {
    this.told.push(`ephemeral: ${text}`)
  }
}

/** A request of a person by a message. */
export function requestTo(
  target: AnswerTarget,
  id: string,
  { askerId = '7', text = `message ${id}` } = {},
): AnswerRequest {
  const message = said(id, text)
  return { attempt: id, trigger: id, askerId, locale: 'en-US', message, header: '', target }
}
