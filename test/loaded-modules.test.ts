import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/** Imports files of this project in a process of their own and lists all files that were loaded. */
async function loadedBy(...files: readonly string[]): Promise<readonly string[]> {
  const urls = files.map((file) => pathToFileURL(path.join(root, file)).href)
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = new Set()
    registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) })
    for (const url of ${JSON.stringify(urls)}) await import(url)
    process.stdout.write(JSON.stringify([...loaded]))
  `
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  const { stdout } = await run
  const loaded = JSON.parse(stdout) as readonly string[]
  return loaded
    .filter((url) => url.startsWith('file:'))
    .map((url) => path.relative(root, new URL(url).pathname))
}

it('loads nothing of the playground to run the bot', async () => {
  const files = await loadedBy('src/bot.ts', 'src/ops/metrics.ts', 'src/ops/http.ts')
  expect(files).toContain('src/discord/gateway/events.ts')
  expect(files.some((file) => file.startsWith('node_modules/discord.js/'))).toBe(true)
  const ofPlayground =
    /^(playground|packages|bench|test)\/|^node_modules\/(hono|@hono|lit|vite|lowlight|eventsource-parser)\b/
  expect(files.filter((file) => ofPlayground.test(file))).toEqual([])
})

it('loads no discord.js and no openai to start the playground', async () => {
  const files = await loadedBy('src/config.ts', 'playground/main.ts')
  expect(files.some((file) => file.startsWith('node_modules/hono/'))).toBe(true)
  expect(files.filter((file) => /^node_modules\/(discord\.js|openai)\//.test(file))).toEqual([])
})
