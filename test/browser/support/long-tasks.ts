import type { BrowserContext, Page } from 'playwright-core'

/** A time in which the page answered nobody, because its one thread was busy for over 50 ms. */
export interface LongTask {
  /** Since the page began to load. */
  readonly startMs: number
  readonly durationMs: number
}

/** Has every page of a context note its long tasks, from its first script on. */
export async function watchLongTasks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const tasks: LongTask[] = []
    const note = (entries: readonly PerformanceEntry[]) => {
      tasks.push(
        ...entries.map(({ startTime, duration }) => ({ startMs: startTime, durationMs: duration })),
      )
    }
    const observer = new PerformanceObserver((list) => note(list.getEntries()))
    observer.observe({ type: 'longtask', buffered: true })
    window.longTasks = () => {
      note(observer.takeRecords())
      return tasks
    }
  })
}

/** The long tasks of the document that the page shows, oldest first. */
export async function longTasksOf(page: Page): Promise<readonly LongTask[]> {
  return await page.evaluate(() => window.longTasks())
}

declare global {
  interface Window {
    longTasks: () => readonly LongTask[]
  }
}
