import { firstPageLetters } from './letters.ts'
import { type Page, type PageState, RunningAnswer } from './running-answer.ts'

/** The newest messages are remembered: an answer may go on in one of them. */
const mostPages = 200
const mostIdleStates = 50

/** A place where a message would show an answer. */
interface Fit {
  readonly running: RunningAnswer
  readonly matched: number
  readonly baseline: string
}

/** Finds out which messages show which answer, from nothing but their words. */
export class Pairing {
  /** Those that are followed, oldest first. */
  readonly answers = new Map<number, RunningAnswer>()
  readonly #pages = new Map<string, Page>()

  begin(answer: number, atMs: number): void {
    this.answers.set(answer, new RunningAnswer(answer, atMs))
  }

  /** Its messages are free for other answers. */
  forget(running: RunningAnswer): void {
    this.answers.delete(running.answer)
    for (const page of running.pages) {
      if (page.owner !== running) continue
      page.owner = undefined
      page.wasOwned = true
    }
    for (const page of this.#pages.values()) {
      if (page.owner === undefined) page.states = page.states.slice(-1)
    }
  }

  /** A message is in a new state. */
  show(id: string, channelId: string, state: PageState): void {
    const page = this.#page(id, channelId)
    const before = page.states.at(-1)
    page.states.push(state)
    if (page.owner === undefined) {
      if (page.states.length > mostIdleStates) page.states.shift()
      this.#adopt(page, before)
    } else {
      if (before !== undefined && page.owner.ended !== undefined && isAnew(before, state)) {
        this.#leave(page, page.owner)
        this.#adopt(page, before)
      } else page.owner.look(state.atMs)
    }
    if (page.owner !== undefined && !page.owner.isWhole(page)) this.#rehome(page, page.owner)
    // A message may have come before the end of the one that it goes on from.
    for (const other of this.#pages.values()) {
      if (other.owner === undefined && !other.wasOwned && other !== page) this.#adopt(other)
    }
  }

  #page(id: string, channelId: string): Page {
    const page = this.#pages.get(id) ?? {
      id,
      channelId,
      states: [],
      owner: undefined,
      wasOwned: false,
      baseline: '',
      sinceMs: 0,
    }
    this.#pages.delete(id)
    this.#pages.set(id, page)
    if (this.#pages.size > mostPages) {
      const idle = [...this.#pages.values()].find(({ owner }) => owner === undefined)
      if (idle !== undefined && idle !== page) this.#pages.delete(idle.id)
    }
    return page
  }

  /** A question is asked anew, or its answer goes on, in a message of an answer that has ended. */
  #leave(page: Page, owner: RunningAnswer): void {
    owner.isReplaced = true
    for (const each of owner.pages) {
      each.owner = undefined
      each.wasOwned = true
    }
    page.sinceMs = page.states.at(-1)?.atMs ?? 0
  }

  /** Gives a message to the answer that it shows most of; of equals to the oldest. */
  #adopt(page: Page, before?: PageState): void {
    const fits = [...this.answers.values()].flatMap(
      (running) => this.#fit(page, running, before) ?? [],
    )
    const [first] = fits
    if (first === undefined) return
    const { running, baseline } = fits.reduce((one, other) =>
      other.matched > one.matched ? other : one,
    )
    if (page.wasOwned) page.sinceMs = page.states.at(-1)?.atMs ?? 0
    page.baseline = baseline
    running.showOn([...running.pages, page])
  }

  #fit(page: Page, running: RunningAnswer, before?: PageState): Fit | undefined {
    const state = page.states.at(-1)
    if (state === undefined || state.atMs < running.begunAtMs || running.isReplaced)
      return undefined
    const index = running.pages.length
    if (index > 0 && !mayFollow(page, running)) return undefined
    const quoted = running.text.beginsWithQuote
    const letters = firstPageLetters(state.content, quoted)
    const old = page.wasOwned && before ? firstPageLetters(before.content, quoted) : ''
    // Below what another answer has left there.
    const baseline = old !== '' && letters.startsWith(old) ? old : ''
    const reach = running.reachOn(state.content, baseline, index)
    const total = reach ? reach.matched + reach.skipped + reach.rest : 0
    if (reach === undefined || total === 0 || reach.matched * 2 < total) return undefined
    return { running, matched: reach.matched, baseline }
  }

  /**
   * A message shows what its answer has not said. When it shows more of another one, it is that
   * one's, and what was taken for that one's before finds its own.
   */
  #rehome(page: Page, owner: RunningAnswer): void {
    const content = page.states.at(-1)?.content ?? ''
    const better = [...this.answers.values()].find((other) => {
      if (other === owner || other.isReplaced) return false
      const matched = other.reachOn(content, '', 0)?.matched ?? 0
      const [rival] = other.pages
      return (
        matched > owner.matched(page) && (rival === undefined || matched > other.matched(rival))
      )
    })
    if (better === undefined) return
    const index = owner.pages.indexOf(page)
    const homeless = [...owner.pages.slice(index + 1), ...better.pages]
    owner.showOn(owner.pages.slice(0, index))
    better.showOn([page])
    for (const each of homeless) this.#adopt(each)
  }
}

/** A further message stands beside the one before, or in the thread that the first one opened. */
function mayFollow(page: Page, { pages }: RunningAnswer): boolean {
  return page.channelId === pages.at(-1)?.channelId || page.channelId === pages[0]?.id
}

/** While an answer is typed its messages grow, but for a little where they are drawn anew. */
function isAnew(before: PageState, after: PageState): boolean {
  const [old, now] = [before, after].map(({ content }) => firstPageLetters(content, false))
  return old !== undefined && now !== undefined && now.length < old.length / 2 && now !== ''
}
