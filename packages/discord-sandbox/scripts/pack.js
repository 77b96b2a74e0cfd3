/**
 * Before `npm pack` and `npm publish`: emits JavaScript and types into `dist`, and points `exports` and
 * `bin` there, because Node strips no types inside `node_modules`. Afterwards: takes that back.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))
const manifest = `${folder}package.json`
const original = `${folder}dist/package.original.json`

function restore() {
  if (existsSync(original)) copyFileSync(original, manifest)
}

if (process.argv[2] === 'after') {
  restore()
  rmSync(original, { force: true })
} else {
  // A pack that was interrupted left its changes behind.
  restore()
  rmSync(`${folder}dist`, { recursive: true, force: true })
  execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: folder, stdio: 'inherit' })
  mkdirSync(`${folder}dist`, { recursive: true })
  copyFileSync(manifest, original)
  const built = JSON.parse(readFileSync(manifest, 'utf8'))
  const emitted = (path) => path.replace('./src/', './dist/').replace(/\.ts$/, '.js')
  for (const [name, path] of Object.entries(built.exports)) {
    built.exports[name] = {
      types: emitted(path).replace(/\.js$/, '.d.ts'),
      default: emitted(path),
    }
  }
  for (const [name, path] of Object.entries(built.bin)) built.bin[name] = emitted(path)
  // What only a checkout can do.
  built.scripts = undefined
  writeFileSync(manifest, `${JSON.stringify(built, undefined, 2)}\n`)
}
