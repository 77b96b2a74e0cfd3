import { type MessageAddress, messageUrl, parseMessageUrl } from '../message-address.ts'
import { escapeName, unescapeName } from './status-lines.ts'

/**
 * What stands above an answer, up to the first blank line: for the people who read along, and for the
 * bot itself, which finds it there again.
 */
export interface AnswerHeader {
  /** The question of a command, quoted; '' where its message is visible. */
  readonly quote: string
  /** The answer that this one replaces (again), or goes on with (on). */
  readonly link?: Link | undefined
  /** The message that is asked about. */
  readonly about?: MessageAddress | undefined
  /** The model that was chosen for the conversation from here on. */
  readonly model?: string | undefined
}

export interface Link extends MessageAddress {
  readonly how: 'again' | 'on'
}

/** The head of an answer which has nothing to say. */
export const emptyHeader: AnswerHeader = { quote: '' }

const linkMarks = { again: '🔁', on: '⏩' } as const

/** A head as it stands in Discord. `guildId`: of the server in which the links lead; none in a DM. */
export function formatHeader(
  { quote, link, about, model }: AnswerHeader,
  guildId: string | null,
): string {
  return [
    ...(link === undefined ? [] : [`-# ${linkMarks[link.how]} ${messageUrl(link, guildId)}`]),
    ...(quote === '' ? [] : [quote]),
    ...(about === undefined ? [] : [`-# 💬 ${messageUrl(about, guildId)}`]),
    ...(model === undefined ? [] : [`-# 📌 ${escapeName(model)}`]),
  ].join('\n')
}

/**
 * Reads the head of a message, and gives what stands below it. Only the answer to a command may have
 * a quote there (`mayQuote`): the model begins some answers with one of its own.
 */
export function parseHeader(
  text: string,
  mayQuote: boolean,
): { readonly header: AnswerHeader; readonly text: string; readonly body: string } {
  const none = { header: emptyHeader, text: '', body: text }
  const [block = ''] = text.split('\n\n', 1)
  const lines = block.split('\n')
  const [first = ''] = lines
  const link = linkIn(first)
  const rest = link === undefined ? lines : lines.slice(1)
  const end = rest.findIndex((line) => !/^>(?: |$)/.test(line))
  const quoted = end < 0 ? rest : rest.slice(0, end)
  const small = rest.slice(quoted.length)
  const isHead = link !== undefined || (mayQuote && quoted.length > 0)
  if (!isHead || !small.every(isSmall)) return none
  const about = small.find((line) => line.startsWith('-# 💬 '))
  const model = small.find((line) => line.startsWith('-# 📌 '))
  return {
    header: {
      quote: quoted.join('\n'),
      link,
      about: about === undefined ? undefined : parseMessageUrl(about),
      model: model === undefined ? undefined : unescapeName(model.slice('-# 📌 '.length)),
    },
    text: block,
    body: text.slice(block.length).replace(/^\n\n/, ''),
  }
}

function linkIn(line: string): Link | undefined {
  const [, mark] = /^-# (🔁|⏩) \S+$/u.exec(line) ?? []
  const address = parseMessageUrl(line)
  if (mark === undefined || address === undefined) return undefined
  return { ...address, how: mark === linkMarks.again ? 'again' : 'on' }
}

function isSmall(line: string): boolean {
  return /^-# (?:💬|📌) \S/u.test(line)
}
