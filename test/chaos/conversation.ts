import { setTimeout as sleep } from 'node:timers/promises'
import type { Interaction, Message } from 'discord-sandbox'
import { type Answer, judge, mayPing } from './law.ts'
import { splitQuote, withoutOwnLines } from './likeness.ts'
import type { Misfortune } from './misfortune.ts'
import { type Plan, planOf, type QuestionPlan, storyOf } from './plan.ts'
import type { World } from './world.ts'

/** What went wrong with one seed; nothing, if all is well. */
export interface Report {
  readonly seed: number
  readonly problems: readonly string[]
  /** What was done to it, to understand the problems; and how to do it again. */
  readonly story: readonly string[]
}

/** Holds the conversation that the seed decides, under its misfortunes. */
export async function converse(world: World, seed: number): Promise<Report> {
  const plan = planOf(seed, world.names)
  const story = storyOf(plan)
  try {
    const conversation = new Conversation(world, plan)
    return { seed, story, problems: await conversation.run() }
  } catch (error) {
    return { seed, story, problems: [error instanceof Error ? (error.stack ?? '') : String(error)] }
  }
}

/** What comes too late, or twice, comes within this time. */
const aftermathMs = 60_000

class Conversation {
  readonly #world: World
  readonly #plan: Plan
  readonly #channelId: string
  readonly #answers: Answer[] = []
  readonly #meddling: Promise<void>[] = []
  readonly #problems: string[] = []

  constructor(world: World, plan: Plan) {
    this.#world = world
    this.#plan = plan
    this.#channelId = world.newChannel().id
  }

  async run(): Promise<readonly string[]> {
    const { startMs, questions } = this.#plan
    await sleep(startMs)
    let threadId: string | undefined
    let answered: Promise<void>[] = []
    for (const question of questions) {
      if (question.waitsFor === 'answer') await Promise.all(answered)
      await sleep(question.waitMs)
      const placeId = threadId ?? this.#channelId
      const answer = await this.#ask(question, placeId, threadId)
      this.#answers.push(answer)
      const ended = this.#ended(answer)
      // Heard of where it is waited for.
      ended.catch(() => undefined)
      answered = [...answered, ended]
      const opens = threadId === undefined && question.performance.text !== ''
      if (threadId === undefined && !opens) break
      threadId ??= await this.#thread(answer)
      // Stopped while the model was thinking: there are no words to go on from.
      if (threadId === undefined) break
    }
    await Promise.all(answered)
    await Promise.all(this.#meddling)
    if (threadId !== undefined) await this.#longQuestions(threadId)
    await sleep(aftermathMs)
    const written = this.#world.writtenIn(this.#channelId)
    const inThread = threadId === undefined ? [] : this.#world.writtenIn(threadId)
    const { discord } = this.#world
    const pings = discord.pings.filter(
      ({ channelId, messageId }) =>
        [this.#channelId, threadId].includes(channelId) &&
        !mayPing(discord.message(messageId)?.content ?? ''),
    )
    this.#problems.push(...pings.map((ping) => `pinged: ${JSON.stringify(ping)}`))
    return [...this.#problems, ...judge(this.#answers, [...written, ...inThread], this.#world)]
  }

  async #ask(question: QuestionPlan, placeId: string, threadId?: string): Promise<Answer> {
    const { programme } = this.#world
    programme.set(question.name, question.performance)
    return question.way === 'command'
      ? this.#command(question, placeId, threadId)
      : this.#say(question, placeId)
  }

  /** Where the gateway kept the bot from answering in time, people ask again. */
  async #command(question: QuestionPlan, placeId: string, threadId?: string): Promise<Answer> {
    const { discord, people } = this.#world
    await this.#listening()
    this.#onNextInteraction(placeId, (token) => {
      const route = new RegExp(`^/interactions/\\d+/${token}/callback$`)
      for (const each of question.misfortunes.acknowledging) each.plant(discord, { route })
    })
    let used: Interaction
    let troubles: number
    do {
      await this.#listening()
      troubles = this.#world.troubles
      const asking = discord
        .as(people[question.asker].id)
        .command(placeId, 'ask', { question: question.text })
      discord.gateway.replayLast(question.replayed)
      used = await asking
    } while (used.responseMessageId === undefined && this.#world.troubles > troubles)
    if (used.responseMessageId === undefined) throw new Error(`${question.name}: not acknowledged`)
    this.#plant(question, [used.token, threadId ?? used.responseMessageId, this.#channelId])
    const answer: Answer = { question, trigger: used.id, askerId: people[question.asker].id }
    this.#meddle(answer, used.responseMessageId)
    return answer
  }

  #onNextInteraction(channelId: string, act: (token: string) => void): void {
    const stop = this.#world.discord.subscribe((event) => {
      if (event.kind !== 'dispatch' || event.type !== 'INTERACTION_CREATE') return
      if (event.channelId !== channelId || event.data['type'] !== 2) return
      stop()
      act(String(event.data['token']))
    })
  }

  async #say(question: QuestionPlan, threadId: string): Promise<Answer> {
    const { discord, people } = this.#world
    await this.#listening()
    this.#plant(question, [threadId, this.#channelId])
    const askerId = people[question.asker].id
    const { id: trigger } = discord.as(askerId).say(threadId, question.text)
    discord.gateway.replayLast(question.replayed)
    const answer: Answer = { question, trigger, askerId }
    this.#meddle(answer, threadId)
    return answer
  }

  #listening(): Promise<void> {
    const world = this.#world
    return world.until('the bot listens', () => world.isListening)
  }

  /** Among the requests about these channels, messages and tokens; acknowledgements have their own. */
  #plant({ misfortunes: { writing, reading } }: QuestionPlan, ids: readonly string[]): void {
    const { discord } = this.#world
    const route = new RegExp(`^/(?:channels|webhooks/\\d+)/(?:${ids.join('|')})/`)
    const plantAll = (all: readonly Misfortune[], methods: readonly string[]) => {
      for (const [index, each] of all.entries()) {
        each.plant(discord, { route, method: methods[index % methods.length] ?? 'GET' })
      }
    }
    plantAll(writing, ['PATCH', 'POST'])
    plantAll(reading, ['GET'])
  }

  #meddle(answer: Answer, placeId: string): void {
    const { interference } = answer.question
    if (interference === undefined) return
    const { kind, afterMs } = interference
    const task =
      kind === 'delete' ? this.#delete(answer, afterMs) : this.#stop(answer, { afterMs, placeId })
    this.#meddling.push(task.catch((error: unknown) => void this.#problems.push(String(error))))
  }

  async #delete(answer: Answer, afterMs: number): Promise<void> {
    const { discord, people } = this.#world
    await sleep(afterMs)
    answer.isTakenBack = true
    discord.as(people[answer.question.asker].id).remove(answer.trigger)
  }

  /** Presses the button as soon as it has been there for a while, unless it is gone by then. */
  async #stop(
    answer: Answer,
    { afterMs, placeId }: { readonly afterMs: number; readonly placeId: string },
  ): Promise<void> {
    const { discord, people } = this.#world
    const { trigger, question } = answer
    const find = () =>
      [...this.#world.writtenIn(this.#channelId), ...this.#world.writtenIn(placeId)].flatMap(
        ({ id, components }) => {
          const [, customId] = /"(stop:[^"]*)"/.exec(JSON.stringify(components)) ?? []
          return customId?.includes(trigger) ? [{ id, customId }] : []
        },
      )[0]
    await this.#world.until('a button', () => find() !== undefined || this.#world.hasEnded(trigger))
    await sleep(afterMs)
    const button = find()
    if (button === undefined || !this.#world.isListening) return
    answer.isTakenBack = true
    await discord.as(people[question.asker].id).press(button.id, button.customId)
  }

  /** A question that was taken back before its turn has no answer, and nothing tells so. */
  async #ended(answer: Answer): Promise<void> {
    if (answer.question.interference?.kind === 'delete') return
    await this.#world.until(`${answer.question.name} has ended`, () =>
      this.#world.hasEnded(answer.trigger),
    )
  }

  /** Those that are too long to be quoted come into the thread in their own time. */
  async #longQuestions(threadId: string): Promise<void> {
    const isLast = ({ content }: Message) => /^-# ❓ (\d+)\/\1\n/.test(content)
    const count = this.#answers.filter(({ question }) => question.isLong).length
    await this.#world.until(
      'the long questions stand in the thread',
      () => this.#world.writtenIn(threadId).filter(isLast).length >= count,
    )
  }

  /** The one on the first answer. */
  async #thread(answer: Answer): Promise<string | undefined> {
    const { discord } = this.#world
    const { trigger } = answer
    const messageId = discord.interaction(trigger)?.responseMessageId ?? ''
    const opened = () => discord.thread(messageId) !== undefined
    const isStopped = () =>
      answer.isTakenBack === true &&
      this.#world.hasEnded(trigger) &&
      splitQuote(withoutOwnLines(discord.message(messageId)?.content ?? '').body).rest === ''
    await this.#world.until('a thread opens', () => opened() || isStopped())
    return opened() ? messageId : undefined
  }
}
