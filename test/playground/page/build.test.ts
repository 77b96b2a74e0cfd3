import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { buildPage } from '../../../playground/page/build.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'platen-page-'))
  folders.push(folder)
  return folder
}

it('bundles the page once, and then has it at hand', async () => {
  const folder = path.join(await newFolder(), 'not there yet')
  const built = await buildPage(folder)
  expect([...built.keys()].filter((name) => name === '/' || /\.(?:js|css)$/.test(name))).toEqual([
    ...built.keys(),
  ])
  expect(Buffer.from(built.get('/')?.body ?? '').toString()).toContain('<!doctype html>')
  const [kept = ''] = await readdir(folder)
  expect(kept).toMatch(/^page-[0-9a-f]{16}$/)
  const again = await buildPage(folder)
  expect([...again.keys()]).toEqual([...built.keys()])
  expect(Buffer.from(again.get('/')?.gzipped ?? '')).toEqual(
    Buffer.from(built.get('/')?.gzipped ?? ''),
  )
  expect(await readdir(folder)).toEqual([kept])
})

it('bundles anew over what was kept badly, and drops what is out of date', async () => {
  const folder = await newFolder()
  const built = await buildPage(folder)
  const [kept = ''] = await readdir(folder)
  await writeFile(path.join(folder, kept), 'half a')
  await writeFile(path.join(folder, 'page-0123456789abcdef'), 'of an older page')
  await writeFile(path.join(folder, 'somebody else’s'), '')
  const again = await buildPage(folder)
  expect([...again.keys()]).toEqual([...built.keys()])
  expect((await readdir(folder)).toSorted()).toEqual([kept, 'somebody else’s'])
  expect([...(await buildPage(folder)).keys()]).toEqual([...built.keys()])
})

it('does without where nothing can be kept', async () => {
  const file = path.join(await newFolder(), 'a file')
  await writeFile(file, '')
  expect((await buildPage(path.join(file, 'below'))).has('/')).toBe(true)
})
