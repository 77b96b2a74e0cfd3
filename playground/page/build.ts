import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import type { PageFiles } from './bundle.ts'

export type { PageFiles } from './bundle.ts'

const browserFolder = fileURLToPath(new URL('./browser/', import.meta.url))
const bundler = new URL('./bundle.ts', import.meta.url)
const lockFile = new URL('../../package-lock.json', import.meta.url)
const usualCache = fileURLToPath(new URL('../../node_modules/.cache/platen/', import.meta.url))

/**
 * The page's files, bundled from its source as it is now: in half a second at the first time, and kept
 * beside the packages until something has changed. There is no build to run, and none to forget.
 * Rejects with a sentence where the packages for it are not installed.
 */
export async function buildPage(cacheFolder = usualCache): Promise<PageFiles> {
  const name = `page-${hashOfSource()}`
  const kept = await readKept(join(cacheFolder, name))
  if (kept !== undefined) return kept
  const { bundlePage } = await import('./bundle.ts')
  const files = await bundlePage()
  await keep(cacheFolder, name, files)
  return files
}

/** Of all that the page is made of: its own files, how they are bundled, and the packages as they are locked. */
function hashOfSource(): string {
  const hash = createHash('sha256').update(readFileSync(lockFile)).update(readFileSync(bundler))
  for (const name of globSync('**/*.{ts,css,html}', { cwd: browserFolder }).sort()) {
    hash.update(name).update(readFileSync(join(browserFolder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function readKept(path: string): Promise<PageFiles | undefined> {
  try {
    return deserialize(await readFile(path)) as PageFiles
  } catch {
    // Nothing is kept yet, or it cannot be read: bundling anew mends both.
    return undefined
  }
}

/** Never half a file, and only the newest. */
async function keep(folder: string, name: string, files: PageFiles): Promise<void> {
  const path = join(folder, name)
  const unfinished = `${path}.${process.pid}`
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(unfinished, serialize(files))
    await rename(unfinished, path)
    const old = (await readdir(folder)).filter((each) => each.startsWith('page-') && each !== name)
    for (const each of old) await rm(join(folder, each), { force: true })
  } catch {
    // Where nothing can be written, as in an image that is read only, each start takes longer.
  }
}
