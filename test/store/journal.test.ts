import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sturdyJournal } from '../../src/core/sturdy-journal.ts'
import { openJournal } from '../../src/store/journal.ts'

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
      using journal = openJournal(folder)
      expect([journal.claim('a'), journal.claim('a'), journal.claim('b')]).toEqual([
        true,
        false,
        true,
      ])
    }
    using journal = openJournal(folder)
    expect([journal.claim('a'), journal.claim('c')]).toEqual([false, true])
  })

  it('knows after a restart what was begun and has not ended, with its pages in order', () => {
    {
      using journal = openJournal(folder)
      for (const trigger of ['done', 'half', 'barely', 'claimed']) journal.claim(trigger)
      for (const trigger of ['done', 'half', 'barely']) journal.begin(beginning(trigger))
      for (const id of ['9', '10', '11']) journal.addPage('half', page(id))
      journal.addPage('half', page('10'))
      journal.addPage('done', page('12'))
      journal.end('done')
    }
    using journal = openJournal(folder)
    expect(journal.unended()).toEqual([
      { ...beginning('half'), pages: ['9', '10', '11'].map(page) },
      { ...beginning('barely'), pages: [] },
    ])
    journal.end('half')
    journal.end('barely')
    expect(journal.unended()).toEqual([])
  })

  it('forgets what is older than a day', () => {
    {
      using journal = openJournal(folder)
      journal.claim('old')
      journal.begin(beginning('old'))
      journal.addPage('old', page('9'))
    }
    using journal = openJournal(folder, Date.now() + 25 * 60 * 60_000)
    expect(journal.unended()).toEqual([])
    expect(journal.claim('old')).toBe(true)
  })

  it('takes a file of an earlier version over, without what stood in it', () => {
    const old = new DatabaseSync(path.join(folder, 'platen.db'))
    old.exec('CREATE TABLE answer ("trigger" TEXT PRIMARY KEY, claimed_at INTEGER, origin TEXT)')
    old.close()
    using journal = openJournal(folder)
    expect(journal.claim('a')).toBe(true)
    expect(journal.unended()).toEqual([])
  })

  it('makes its folder, and says when it cannot', () => {
    using journal = openJournal(path.join(folder, 'deep', 'down'))
    expect(journal.claim('a')).toBe(true)
    expect(() => openJournal('/dev/null/data')).toThrow()
  })
})

describe('a sturdy journal', () => {
  it('goes on when nothing can be written, tells of it, and still claims once', () => {
    const broken = openJournal(folder)
    broken[Symbol.dispose]()
    const failures: unknown[] = []
    const journal = sturdyJournal(broken, (error) => failures.push(error))
    expect([journal.claim('a'), journal.claim('a')]).toEqual([true, false])
    journal.begin(beginning('a'))
    journal.addPage('a', page('9'))
    journal.end('a')
    expect(failures).toHaveLength(4)
  })
})
