import type { BrowserContext, Page } from 'playwright-core'

/** A time of over 50 ms in which the page's main thread was busy. */
export interface LongTask {
  /** Since the page began to load. */
  readonly startMs: number
  readonly durationMs: number
}

/** Records the long tasks of every page of a context, from its first script on. */
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

/** The current document's long tasks, oldest first. */
export async function longTasksOf(page: Page): Promise<readonly LongTask[]> {
  return await page.evaluate(() => window.longTasks())
}

declare global {
  interface Window {
    longTasks: () => readonly LongTask[]
  }
}
