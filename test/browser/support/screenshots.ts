import path from 'node:path'

/** The tests' screenshots. Each run starts with an empty folder. */
export const screenshotFolder = path.join(import.meta.dirname, '../screenshots')
