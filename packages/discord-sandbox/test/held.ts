import type { Interaction } from '../src/index.ts'
import type { Reply, Scene } from './scene.ts'

/** An interaction on its way: what the bot was sent, and what becomes of it for the person. */
export interface Held {
  readonly id: string
  readonly token: string
  readonly data: Readonly<Record<string, unknown>>
  readonly done: Promise<Interaction>
}

/** Lets a person use something and hands over what goes out to the bot, for the test to answer by raw HTTP. */
export async function held(scene: Scene, use: () => Promise<Interaction>): Promise<Held> {
  const sent = new Promise<Omit<Held, 'done'>>((resolve) => {
    const stop = scene.discord.subscribe((event) => {
      if (event.kind !== 'dispatch' || event.type !== 'INTERACTION_CREATE') return
      stop()
      resolve({
        id: String(event.data['id']),
        token: String(event.data['token']),
        data: event.data,
      })
    })
  })
  const done = use()
  // A use that the client does not offer sends nothing.
  return { ...(await Promise.race([sent, done.then(() => sent)])), done }
}

export function answer(
  scene: Scene,
  { id, token }: { readonly id: string; readonly token: string },
  body: object,
  query = '',
): Promise<Reply> {
  return scene.call('POST', `/interactions/${id}/${token}/callback${query}`, body)
}

export function webhook(scene: Scene, token: string, rest = ''): string {
  return `/webhooks/${scene.bot.id}/${token}${rest}`
}
