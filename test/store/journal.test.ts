import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { journalIn } from '../../src/store/journal.ts'
import { resilientJournal } from '../../src/store/resilient-journal.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'platen-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const origin = { kind: 'message', channelId: '1', messageId: '2' } as const
const beginning = (attempt: string) => ({
  attempt,
  trigger: '7',
  askerId: '8',
  origin,
  locale: 'en-US',
})
const page = (messageId: string) => ({ channelId: '1', messageId })

describe('the journal', () => {
  it('gives each attempt once, also after a restart', () => {
    {
      using database = openDatabase(folder)
      const journal = journalIn(database)
      expect([journal.claim('a'), journal.claim('a'), journal.claim('b')]).toEqual([
        true,
        false,
        true,
      ])
    }
    using database = openDatabase(folder)
    const journal = journalIn(database)
    expect([journal.claim('a'), journal.claim('c')]).toEqual([false, true])
  })

  it('knows after a restart what was begun and has not ended, with its pages in order', () => {
    {
      using database = openDatabase(folder)
      const journal = journalIn(database)
      for (const trigger of ['done', 'half', 'barely', 'claimed']) journal.claim(trigger)
      for (const trigger of ['done', 'half', 'barely']) journal.start(beginning(trigger))
      for (const id of ['9', '10', '11']) journal.addPage('half', page(id))
      journal.addPage('half', page('10'))
      journal.addPage('done', page('12'))
      journal.end('done')
    }
    using database = openDatabase(folder)
    const journal = journalIn(database)
    expect(journal.unfinished()).toEqual([
      { ...beginning('half'), pages: ['9', '10', '11'].map(page) },
      { ...beginning('barely'), pages: [] },
    ])
    journal.end('half')
    journal.end('barely')
    expect(journal.unfinished()).toEqual([])
  })

  it('forgets what is older than a day', () => {
    {
      using database = openDatabase(folder)
      const journal = journalIn(database)
      journal.claim('old')
      journal.start(beginning('old'))
      journal.addPage('old', page('9'))
    }
    using database = openDatabase(folder)
    const journal = journalIn(database, Date.now() + 25 * 60 * 60_000)
    expect(journal.unfinished()).toEqual([])
    expect(journal.claim('old')).toBe(true)
  })

  it('takes a file of an earlier version over, without what stood in it', () => {
    const old = new DatabaseSync(path.join(folder, 'platen.db'))
    old.exec('CREATE TABLE answer ("trigger" TEXT PRIMARY KEY, claimed_at INTEGER, origin TEXT)')
    old.close()
    using database = openDatabase(folder)
    const journal = journalIn(database)
    expect(journal.claim('a')).toBe(true)
    expect(journal.unfinished()).toEqual([])
  })

  it('makes its folder, and says when it cannot', () => {
    using database = openDatabase(path.join(folder, 'deep', 'down'))
    const journal = journalIn(database)
    expect(journal.claim('a')).toBe(true)
    expect(() => openDatabase('/dev/null/data')).toThrow()
  })
})

describe('a sturdy journal', () => {
  it('goes on when nothing can be written, tells of it, and still claims once', () => {
    const database = openDatabase(folder)
    const broken = journalIn(database)
    database.close()
    const failures: unknown[] = []
    const journal = resilientJournal(broken, (error) => failures.push(error))
    expect([journal.claim('a'), journal.claim('a')]).toEqual([true, false])
    journal.start(beginning('a'))
    journal.addPage('a', page('9'))
    journal.end('a')
    expect(failures).toHaveLength(4)
  })
})
