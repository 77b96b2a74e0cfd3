import type { Actions } from '../../protocol.ts'

/** Calls the page's server as one person. Rejects with a sentence for people. */
export class Api {
  personId: string | undefined

  async call<Name extends keyof Actions>(
    name: Name,
    fields: Parameters<Actions[Name]>[0],
    files: readonly File[] = [],
  ): Promise<ReturnType<Actions[Name]>> {
    const url = new URL(`/actions/${name}`, location.href)
    if (this.personId !== undefined) url.searchParams.set('as', this.personId)
    const response = await fetch(url, { method: 'POST', ...bodyOf(fields, files) }).catch(() => {
      throw new Error('The playground does not answer; it may have been stopped.')
    })
    // After a sign-out, or behind a proxy, the answer may be something other than JSON.
    const answer: { result: ReturnType<Actions[Name]> } | { error: string } = await response
      .json()
      .catch(() => {
        const { status } = response
        throw new Error(`The playground did not answer this (${status}); load the page again.`)
      })
    if ('error' in answer) throw new Error(answer.error)
    return answer.result
  }
}

function bodyOf(fields: object, files: readonly File[]): RequestInit {
  const json = JSON.stringify(fields)
  if (files.length === 0) return { body: json, headers: { 'content-type': 'application/json' } }
  const form = new FormData()
  form.set('fields', json)
  for (const file of files) form.append('files', file)
  return { body: form }
}
