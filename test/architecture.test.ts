import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/** What the files of a folder may import: folders of this project, and packages. */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  'src/core': [/^src\/core\//, /^(markdown-table|string-width|unhomoglyph)$/],
  'src/answers': [/^src\/answers\//, /^src\/core\//, /^src\/locales\/index\.ts$/],
  'src/discord': [
    /^src\/discord\//,
    /^src\/answers\//,
    /^src\/core\//,
    /^src\/locales\/index\.ts$/,
    /^(discord\.js|@discordjs\/(collection|ws)|lru-cache)$/,
  ],
  'src/model': [
    /^src\/model\//,
    /^src\/core\//,
    /^openai(\/|$)/,
    /^undici$/,
    /^gpt-tokenizer\//,
    /^node:timers\/promises$/,
  ],
  'src/store': [/^src\/store\//, /^src\/core\//, /^node:/, /^lru-cache$/],
  'src/ops': [
    /^src\/ops\//,
    /^src\/answers\/observer\.ts$/,
    /^src\/core\//,
    /^node:/,
    /^(pino|pino-pretty|prom-client)$/,
  ],
  'src/locales': [/^src\/core\//, /^src\/locales\//],
  commands: [
    /^commands\//,
    /^src\/discord\//,
    /^src\/core\/conversation\/status-lines\.ts$/,
    /^src\/locales\/index\.ts$/,
    /^discord\.js$/,
  ],
  bench: [
    /^bench\//,
    /^(discord-sandbox(\/limits)?|freshness|model-sandbox)$/,
    /^test\/support\/manual-clock\.ts$/,
    // What is measured without the bot around it.
    /^src\/core\/(clock|conflate|reply|layout\/layout|rate-limit\/(edit-pacer|global-limit))\.ts$/,
    /^node:/,
    /^(chat|@chat-adapter\/(discord|state-memory)|@kyyn\/llm-stream|@resvg\/resvg-js)$/,
    /^(discord\.js|openai)$/,
  ],
  // The page is tried as its user has it; or over a stand-in of the test's own, for what Platen's bot
  // does not send.
  'test/browser': [
    /^test\/browser\//,
    /^scripts\/recording\//,
    /^playground\/(choose-model|listen|model\/server|page\/build|page\/server)\.ts$/,
    /^test\/playground\/page\/scene\.ts$/,
    /^node:/,
    /^(axe-core|discord\.js|modern-gif|playwright-core|vitest|vitest\/node)$/,
  ],
  scripts: [
    /^scripts\//,
    /^test\/browser\/support\/(chromium|discord-page|playground-process)\.ts$/,
    /^node:/,
    /^(modern-gif|playwright-core)$/,
  ],
  // In the browser; of the server it knows only what comes over the wire, and only types.
  'playground/page/browser': [
    /^playground\/page\/browser\//,
    /^playground\/page\/protocol\.ts$/,
    /^(lit(\/.*)?|lowlight|discord-api-types\/v10)$/,
  ],
  playground: [/^playground\//, /^node:/, /^(?!src\/|commands\/|packages\/|test\/|bench\/)/],
  // Packages of their own: they know each other by name, and nothing of this project.
  'packages/discord-sandbox/src': [
    /^packages\/discord-sandbox\/src\//,
    /^node:/,
    /^(ws|zod|discord-api-spec\/zod)$/,
  ],
  'packages/model-sandbox/src': [/^node:/],
  'packages/freshness/src': [/^packages\/freshness\/src\//, /^discord-sandbox$/],
}

/** The files that build everything: they may import all of `src`, and start the playground. */
const builders = ['src/main.ts', 'src/bot.ts', 'src/config.ts', 'src/clock.ts', 'src/shutdown.ts']

interface File {
  readonly name: string
  readonly text: string
  readonly imports: readonly string[]
}

/** `from 'x'`, `import 'x'` and `import('x')`, types included; not Node's option `--import`. */
const importPattern = /(?<![-'])(?:from|import)\s*\(?\s*'([^']+)'/g

function read(name: string): File {
  const text = readFileSync(path.join(root, name), 'utf8')
  const imports = [...text.matchAll(importPattern)].map(([, target = '']) =>
    target.startsWith('.') ? path.posix.join(path.posix.dirname(name), target) : target,
  )
  return { name, text, imports }
}

const files = globSync(
  '{src,commands,packages/*/src,playground,bench,scripts,test/browser}/**/*.ts',
  {
    cwd: root,
    exclude: ['**/node_modules'],
  },
)
  .map((name) => name.split(path.sep).join('/'))
  .map(read)

describe('the arrows between folders', () => {
  it.each(Object.entries(allowed))('%s imports only what it may', (folder, patterns) => {
    const inside = files.filter(({ name }) => name.startsWith(`${folder}/`))
    expect(inside.length).toBeGreaterThan(0)
    const wrong = inside.flatMap(({ name, imports }) =>
      imports
        .filter((target) => !patterns.some((pattern) => pattern.test(target)))
        .map((target) => `${name} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('every file is in a folder that has a rule, or builds', () => {
    const folders = Object.keys(allowed)
    const stray = files
      .map(({ name }) => name)
      .filter((name) => !folders.some((folder) => name.startsWith(`${folder}/`)))
    expect(stray.sort()).toEqual([...builders].sort())
  })

  it('of the bot, only main.ts knows the playground', () => {
    const knowing = files.filter(
      ({ name, imports }) =>
        !/^(playground|bench|test)\//.test(name) &&
        imports.some((target) => target.startsWith('playground/')),
    )
    expect(knowing.map(({ name }) => name)).toEqual(['src/main.ts'])
  })

  it('the page’s server knows nothing of what runs in the browser', () => {
    const knowing = files.filter(
      ({ name, imports }) =>
        /^playground\/(?!page\/browser\/)/.test(name) &&
        imports.some((target) => target.startsWith('playground/page/browser/')),
    )
    expect(knowing.map(({ name }) => name)).toEqual([])
  })

  it('the core knows no clock, no timer and no environment', () => {
    const machine = /\b(process|Date|performance|setTimeout|setInterval|setImmediate|Buffer)\b[.(]/
    const core = files.filter(({ name }) => name.startsWith('src/core/'))
    const knowing = core.filter(({ text }) => machine.test(text))
    expect(knowing.map(({ name }) => name)).toEqual([])
  })

  it('there is no cycle between files, types included', () => {
    expect(firstCycle(files)).toBeUndefined()
  })

  it('there is no cycle between folders of the bot', () => {
    expect(
      firstCycle(foldersOf(files.filter(({ name }) => name.startsWith('src/')))),
    ).toBeUndefined()
  })

  it('no folder of the bot holds more than fifteen files', () => {
    const counts = new Map<string, number>()
    for (const { name } of files) {
      if (!name.startsWith('src/')) continue
      const folder = path.posix.dirname(name)
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    expect([...counts].filter(([, count]) => count > 15)).toEqual([])
    expect(counts.size).toBeGreaterThan(10)
  })

  it('a cycle would be found', () => {
    const cycle = [
      { name: 'a', imports: ['b'] },
      { name: 'b', imports: ['c'] },
      { name: 'c', imports: ['a'] },
    ]
    expect(firstCycle(cycle)).toBe('a -> b -> c -> a')
  })
})

/** Each folder with the other folders that its files import from. */
function foldersOf(all: readonly File[]): readonly Pick<File, 'name' | 'imports'>[] {
  const imports = new Map<string, Set<string>>()
  for (const file of all) {
    const folder = path.posix.dirname(file.name)
    const targets = imports.get(folder) ?? new Set()
    imports.set(folder, targets)
    for (const target of file.imports) {
      const other = path.posix.dirname(target)
      if (target.startsWith('src/') && other !== folder) targets.add(other)
    }
  }
  return [...imports].map(([name, targets]) => ({ name, imports: [...targets] }))
}

/** The first way on which imports lead from a file back to itself. */
function firstCycle(all: readonly Pick<File, 'name' | 'imports'>[]): string | undefined {
  const byName = new Map(all.map((file) => [file.name, file]))
  const done = new Set<string>()

  function visit(name: string, way: readonly string[]): string | undefined {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name].join(' -> ')
    const file = byName.get(name)
    if (file === undefined || done.has(name)) return undefined
    for (const target of file.imports) {
      const cycle = visit(target, [...way, name])
      if (cycle !== undefined) return cycle
    }
    done.add(name)
    return undefined
  }

  for (const { name } of all) {
    const cycle = visit(name, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}
