import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import type { PageFiles } from './bundle.ts'

export type { PageFiles } from './bundle.ts'

const browserFolder = fileURLToPath(new URL('./browser/', import.meta.url))
const lockFile = new URL('../../package-lock.json', import.meta.url)
const usualCache = fileURLToPath(new URL('../../node_modules/.cache/platen/', import.meta.url))

/**
 * The page's files, bundled from its source as it is now: in half a second at the first time, and kept
 * beside the packages until something has changed. There is no build to run, and none to forget.
 * Rejects with a sentence where the packages for it are not installed.
 */
export async function buildPage(cacheFolder = usualCache): Promise<PageFiles> {
  const kept = join(cacheFolder, `page-${hashOfSource()}`)
  const known = await readFile(kept).catch(() => undefined)
  if (known !== undefined) return deserialize(known) as PageFiles
  const { bundlePage } = await import('./bundle.ts')
  const files = await bundlePage()
  await keep(kept, files)
  return files
}

/** Of all that the page is made of: its own files, and the packages as they are locked. */
function hashOfSource(): string {
  const hash = createHash('sha256').update(readFileSync(lockFile))
  for (const name of globSync('**/*.{ts,css,html}', { cwd: browserFolder }).sort()) {
    hash.update(name).update(readFileSync(join(browserFolder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Never half a file; and where nothing can be written, the next start only takes longer. */
async function keep(path: string, files: PageFiles): Promise<void> {
  const unfinished = `${path}.${process.pid}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(unfinished, serialize(files))
    await rename(unfinished, path)
  } catch {
    return
  }
}
