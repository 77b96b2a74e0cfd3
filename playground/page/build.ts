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
 * Returns the page's files, bundled from the current source. The first bundling takes half a
 * second; the result is cached in node_modules until a source file changes. So nobody has to run a
 * build. Rejects with a sentence when the packages for it are not installed.
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

/**
 * Covers everything that the bundle depends on: the source files, the bundler's settings and the
 * locked packages.
 */
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
    // The cache is empty or unreadable. Bundling again repairs both.
    return undefined
  }
}

/** Writes the cache atomically and deletes older ones. */
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
    // A read-only file system has no cache, so each start takes longer.
  }
}
