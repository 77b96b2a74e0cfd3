import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

export interface PageFile {
  readonly contentType: string
  readonly body: string
}

const folder = new URL('./browser/', import.meta.url)

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Everything that a browser may fetch, by its path; `/` is the page itself. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)]
    if (contentType === undefined) continue
    const file = { contentType, body: readFileSync(new URL(name, folder), 'utf8') }
    files.set(name === 'index.html' ? '/' : `/${name}`, file)
  }
  return files
}
