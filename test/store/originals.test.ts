import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { originalsIn } from '../../src/store/originals.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'platen-originals-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const original = { text: '| a |\n|---|', shown: 'a table' }
const unexpected = (error: unknown) => {
  throw error
}

it('keeps originals over a restart, until they are forgotten or a season old', () => {
  {
    using database = openDatabase(folder)
    const originals = originalsIn(database, unexpected)
    for (const id of ['1', '2', '3']) originals.keep(id, original)
    originals.keep('2', { ...original, text: 'newer' })
    originals.forget('3')
  }
  {
    using database = openDatabase(folder)
    const found = originalsIn(database, unexpected).find(['1', '2', '3', '4'])
    expect([...found]).toEqual([
      ['1', original],
      ['2', { ...original, text: 'newer' }],
    ])
  }
  using database = openDatabase(folder)
  const later = Date.now() + 91 * 24 * 60 * 60_000
  expect(originalsIn(database, unexpected, later).find(['1', '2']).size).toBe(0)
})

it('stops nobody where the file cannot be written', () => {
  const database = openDatabase(folder)
  const failures: unknown[] = []
  const originals = originalsIn(database, (error) => failures.push(error))
  database.close()
  originals.keep('1', original)
  originals.forget('1')
  expect(originals.find(['1']).size).toBe(0)
  expect(failures).toHaveLength(3)
})
