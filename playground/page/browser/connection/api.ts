import type { PageCommand, PageMessage, Used } from '../../protocol.ts'
import type { WireChannel } from '../state/channel.ts'

export type OptionValue = string | number | boolean
export type Options = Readonly<Record<string, OptionValue>>

/** What the page asks its server for, in the name of one person. Rejects with a sentence for people. */
export class Api {
  personId: string | undefined

  history(channelId: string, before?: string): Promise<readonly PageMessage[]> {
    return this.#act('history', { channelId, before })
  }

  channel(channelId: string): Promise<WireChannel> {
    return this.#act('channel', { channelId })
  }

  commands(channelId: string): Promise<readonly PageCommand[]> {
    return this.#act('commands', { channelId })
  }

  say(
    said: {
      readonly channelId: string
      readonly content: string
      readonly replyTo?: string
      readonly pingReply?: boolean
    },
    files: readonly File[],
  ): Promise<{ readonly id: string }> {
    return this.#act('say', said, files)
  }

  edit(messageId: string, content: string): Promise<void> {
    return this.#act('edit', { messageId, content })
  }

  remove(messageId: string): Promise<void> {
    return this.#act('remove', { messageId })
  }

  type(channelId: string): Promise<void> {
    return this.#act('type', { channelId })
  }

  openThread(thread: {
    readonly channelId: string
    readonly messageId?: string
    readonly name: string
  }): Promise<{ readonly id: string }> {
    return this.#act('open-thread', thread)
  }

  leaveThread(threadId: string): Promise<void> {
    return this.#act('leave-thread', { threadId })
  }

  openDirect(userId: string): Promise<WireChannel> {
    return this.#act('open-direct', { userId })
  }

  setLocale(locale: string): Promise<void> {
    return this.#act('set-locale', { locale })
  }

  command(channelId: string, name: string, options: Options): Promise<Used> {
    return this.#act('command', { channelId, name, options })
  }

  autocomplete(
    channelId: string,
    name: string,
    { options, focused }: { readonly options: Options; readonly focused: string },
  ): Promise<Used> {
    return this.#act('autocomplete', { channelId, name, options, focused })
  }

  /** Uses a command of a message's or a person's menu. */
  menu(channelId: string, name: string, targetId: string): Promise<Used> {
    return this.#act('menu', { channelId, name, targetId })
  }

  press(messageId: string, customId: string): Promise<Used> {
    return this.#act('press', { messageId, customId })
  }

  select(messageId: string, customId: string, values: readonly string[]): Promise<Used> {
    return this.#act('select', { messageId, customId, values })
  }

  submit(interactionId: string, values: Readonly<Record<string, string>>): Promise<Used> {
    return this.#act('submit', { interactionId, values })
  }

  fault(name: FaultName, threadId?: string): Promise<void> {
    return this.#act('fault', { name, threadId })
  }

  bot(to: 'kill' | 'stop' | 'start'): Promise<void> {
    return this.#act('bot', { do: to })
  }

  useModel(
    model: { readonly baseUrl: string; readonly key: string; readonly name: string } | null,
  ): Promise<void> {
    return this.#act('model', { model })
  }

  async #act<Result>(name: string, fields: object, files: readonly File[] = []): Promise<Result> {
    const url = new URL(`/actions/${name}`, location.href)
    if (this.personId !== undefined) url.searchParams.set('as', this.personId)
    const response = await fetch(url, { method: 'POST', ...bodyOf(fields, files) }).catch(() => {
      throw new Error('The playground does not answer; it may have been stopped.')
    })
    // Who is signed out, or reaches something else, gets what is no JSON.
    const answer: { result: Result } | { error: string } = await response.json().catch(() => {
      const { status } = response
      throw new Error(`The playground did not answer this (${status}); load the page again.`)
    })
    if ('error' in answer) throw new Error(answer.error)
    return answer.result
  }
}

export type FaultName = '429' | '500' | 'drop' | 'lock' | 'close' | 'cut'

function bodyOf(fields: object, files: readonly File[]): RequestInit {
  const json = JSON.stringify(fields)
  if (files.length === 0) return { body: json, headers: { 'content-type': 'application/json' } }
  const form = new FormData()
  form.set('fields', json)
  for (const file of files) form.append('files', file)
  return { body: form }
}
