import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Scene, startScene } from '../../../packages/discord-sandbox/test/scene.ts'
import { Onlooker } from './onlooker.ts'

/** A random act; the numbers choose among what exists at that time. */
type Act =
  | { readonly do: 'say'; readonly at: number; readonly replyTo: number | undefined }
  | { readonly do: 'edit' | 'remove' | 'thread' | 'private' | 'direct'; readonly at: number }
  | { readonly do: 'archive' | 'lock' | 'leave' | 'join' | 'drop' | 'open'; readonly at: number }
  /** Holds the follower's events back; with `false` it catches up. */
  | { readonly do: 'hold'; readonly isHeld: boolean }

const at = fc.nat(1000)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      at,
      replyTo: fc.option(at, { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('edit' as const, 'remove' as const, 'thread' as const),
      at,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('join' as const, 'leave' as const, 'open' as const),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['archive', 'lock', 'drop', 'private', 'direct'] as const satisfies Act['do'][]),
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), isHeld: fc.boolean() }) },
)

/** Performs the act, if Discord allows it. */
async function perform(scene: Scene, follower: Onlooker, step: Act): Promise<void> {
  const { discord, guild, channel, ann, ben } = scene
  const pick = <Item>(from: readonly Item[], which: number) => from[which % from.length]
  const threads = discord.threads(guild.id)
  const channels = [...discord.channels(guild.id), ...threads]
  const messages = channels.flatMap(({ id }) => discord.messages(id))
  if (step.do === 'hold') return step.isHeld ? follower.hold() : follower.release()
  const person = discord.as((step.at % 3 === 0 ? ann : ben).id)
  const place = pick(channels, step.at)
  const thread = pick(threads, step.at)
  const message = pick(messages, step.at)
  switch (step.do) {
    case 'say': {
      const target = pick(discord.messages(place?.id ?? ''), step.replyTo ?? 0)
      const isReply = step.replyTo !== undefined && target?.type === 0
      person.say(place?.id ?? '', `${step.at} <@${ann.id}>`, isReply ? { replyTo: target.id } : {})
      return
    }
    case 'edit':
      discord.as(message?.authorId ?? '').edit(message?.id ?? '', `edited ${step.at}`)
      return
    case 'remove':
      discord.as(message?.authorId ?? '').remove(message?.id ?? '')
      return
    case 'thread':
      person.openThread(channel.id, 'a thread', message && { messageId: message.id })
      return
    case 'private':
      person.openThread(channel.id, 'a secret', { private: true })
      return
    case 'direct':
      person.say(discord.addDirectMessage(ann.id, ben.id).id, 'hello')
      return
    case 'join':
      discord.as(ann.id).addToThread(thread?.id ?? '', ben.id)
      return
    case 'leave':
      person.leaveThread(thread?.id ?? '')
      return
    case 'archive':
      discord.faults.archive(thread?.id ?? '')
      return
    case 'lock':
      discord.faults.lock(thread?.id ?? '')
      return
    case 'drop':
      discord.faults.deleteChannel(thread?.id ?? '')
      return
    case 'open': {
      const seen = pick([...follower.store.channels.keys()], step.at)
      if (seen !== undefined) await follower.open(seen)
    }
  }
}

/** What a store knows of existing places; of archived threads only those that it has seen. */
function knowledge({ store }: Onlooker, others: ReadonlySet<string>) {
  const channels = [...store.channels.values()].filter(
    ({ id, thread }) => thread?.isArchived !== true || others.has(id),
  )
  return Object.fromEntries(
    channels.map((channel) => {
      const messages = store.messages.of(channel.id)?.map((message) => {
        const target = message.referenced_message
        return {
          id: message.id,
          content: message.content,
          flags: message.flags,
          answers: target && `${target.id} ${target.content}`,
        }
      })
      return [channel.id, { ...channel, isJoined: store.joined.has(channel.id), messages }]
    }),
  )
}

describe('two stores', () => {
  it('know the same at the end, whether they followed or came late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.boolean(), async (steps, isAnn) => {
        await using scene = await startScene()
        const { id } = isAnn ? scene.ann : scene.ben
        const follower = new Onlooker(scene, id)
        for (const step of steps) {
          // Discord refused, so nothing happened.
          await perform(scene, follower, step).catch(() => {})
        }
        follower.release()
        const late = new Onlooker(scene, id)
        for (const eyes of [follower, late]) {
          for (const channelId of eyes.store.channels.keys()) await eyes.open(channelId)
        }
        // History contains further threads: those of messages, also archived ones.
        for (const channelId of late.store.channels.keys()) await late.open(channelId)
        const known = (eyes: Onlooker) => new Set(eyes.store.channels.keys())
        expect(knowledge(follower, known(late))).toEqual(knowledge(late, known(follower)))
      }),
      { numRuns: 200 },
    )
  })
})
