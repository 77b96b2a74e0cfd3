import { statusLine } from '../conversation/status-lines.ts'
import { Layout } from '../layout/layout.ts'
import type { Page, Reply } from '../reply.ts'
import { pagesWithButtons } from './answer-pages.ts'
import type { AnswerServices } from './answer-services.ts'
import { type ShowResult, Typewriter } from './typewriter.ts'

/** A notice of Platen's own. */
export interface Notice {
  readonly notice: string
  /** The text above the notice where there is no answer. */
  readonly header?: string
  /** The text that shows already, which the notice goes below. */
  readonly below?: string
  readonly buttons?: Page['buttons']
}

/** Shows a notice below a text that shows already, or in place of an answer. */
export async function showNotice(
  { notice, header = '', below = '', buttons = [] }: Notice,
  reply: Reply,
  { pacer, clock }: Pick<AnswerServices, 'pacer' | 'clock'>,
): Promise<ShowResult> {
  const laidOut = new Layout(header).finish(below, statusLine(notice))
  const pages = pagesWithButtons(laidOut, buttons, below !== '')
  return new Typewriter(reply, pacer, clock).finish(pages)
}
