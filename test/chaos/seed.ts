import type { Message } from '../../playground/discord/index.ts'
import type { Scene } from '../end-to-end/scene.ts'
import { until } from '../support/bot.ts'
import { withoutSmallPrint } from '../support/small-print.ts'
import { type Performance, performance } from './answer.ts'
import { plant } from './misfortune.ts'
import { Random } from './random.ts'

/** What went wrong with one seed; nothing, if all is well. */
export interface Report {
  readonly seed: number
  readonly problems: readonly string[]
  /** What was done to it, to understand the problems. */
  readonly story: readonly string[]
}

/** The performances by the question that asks for them. */
export type Programme = Map<string, Performance>

/** One question, and maybe another in its thread, answered under misfortunes that the seed decides. */
export async function runSeed(seed: number, scene: Scene, programme: Programme): Promise<Report> {
  const random = new Random(seed)
  const { discord, ada, bob } = scene
  const question = `question ${seed}`
  const first = performance(random)
  programme.set(question, first)
  const { id: channelId } = scene.newChannel()
  await until(scene.bot, () => discord.gateway.connections.length > 0)
  const used = await discord.as(ada.id).command(channelId, 'ask', { question })
  const messageId = used.responseMessageId
  if (messageId === undefined) return { seed, problems: ['not acknowledged'], story: [] }
  const route = new RegExp(`${used.token}|^/channels/(${messageId}|${channelId})/`)
  const story = [...plant(discord, random, route)]
  await ended(scene, used.id)
  const pages = () => [
    ...scene.answersIn(channelId),
    ...(discord.thread(messageId) ? scene.answersIn(messageId) : []),
  ]
  const problems = [...judge(first, pages(), `> ${question}\n\n`)]

  if (random.chance(0.5) && first.isWhole) {
    await scene.threadOn(messageId)
    const before = pages().length
    const again = `again ${seed}`
    const second = performance(random)
    programme.set(again, second)
    const said = discord.as(bob.id).say(messageId, again)
    story.push('then in the thread:', ...plant(discord, random, route))
    await ended(scene, said.id)
    problems.push(...judge(second, pages().slice(before), ''))
  }
  return { seed, problems, story }
}

async function ended({ bot }: Scene, trigger: string): Promise<void> {
  const endings = ['answered', 'answer failed', 'answer not shown whole', 'question not answered']
  await until(bot, () =>
    bot.log.some((line) => line['trigger'] === trigger && endings.includes(line.msg ?? '')),
  )
}

const noticeAtEnd = /-# (?:⚠️|⏹️) .*$/u

/** The law: one answer, the model's text in it, whole or with a clear end, and nothing left over. */
function* judge(
  { text, isWhole }: Performance,
  pages: readonly Message[],
  head: string,
): Generator<string> {
  const shown = withoutSmallPrint(pages.map(({ content }) => content).join('\n'))
  if (!shown.startsWith(head)) yield `the question does not stand above: ${shown.slice(0, 80)}`
  const body = shown.slice(head.length)
  const hasNotice = noticeAtEnd.test(body)
  if (hasNotice === isWhole) yield `an end mark is ${hasNotice ? 'there' : 'missing'}`
  if (bare(body.replace(noticeAtEnd, '')) !== bare(text)) {
    yield `shown are ${body.length} characters, said were ${text.length}: …${body.slice(-60)}`
  }
  if (JSON.stringify(pages).includes('"stop:')) yield 'a button to stop it was left'
}

/** Without white space and the invisible marks of page breaks. */
function bare(text: string): string {
  return text.replaceAll(/[\s\u200b\u2060]/g, '')
}
