import path from 'node:path'

/** What the tests looked at; each run begins with an empty folder. */
export const screenshotFolder = path.join(import.meta.dirname, '../screenshots')
