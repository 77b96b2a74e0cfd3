import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Begun, Journal, Origin } from '../core/ports.ts'

/** Discord repeats events for minutes, and an answer of yesterday needs no ending any more. */
const keptMs = 24 * 60 * 60_000

/**
 * An answer with an origin was begun and has not ended. When it ends its origin is emptied: the token
 * in it is of no more use, and nobody's business.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS answer (
    "trigger" TEXT PRIMARY KEY,
    claimed_at INTEGER NOT NULL,
    origin TEXT,
    locale TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS page (
    "trigger" TEXT NOT NULL REFERENCES answer ON DELETE CASCADE,
    channel_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY ("trigger", message_id)
  ) STRICT;
`

/** Opens the journal in a folder, which is made where there is none. Throws when it cannot. */
export function openJournal(folder: string, nowMs = Date.now()): Journal & Disposable {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(path.join(folder, 'platen.db'))
  // What the newest moment wrote may be lost with the power, but never the whole file.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000',
  )
  database.exec(schema)
  database.prepare('DELETE FROM answer WHERE claimed_at < ?').run(nowMs - keptMs)

  const claim = database.prepare(
    'INSERT OR IGNORE INTO answer ("trigger", claimed_at) VALUES (?, ?)',
  )
  const begin = database.prepare('UPDATE answer SET origin = ?, locale = ? WHERE "trigger" = ?')
  const addPage = database.prepare('INSERT OR IGNORE INTO page VALUES (?, ?, ?)')
  const end = database.prepare('UPDATE answer SET origin = NULL WHERE "trigger" = ?')
  const unended = database.prepare(
    'SELECT "trigger", origin, locale FROM answer WHERE origin IS NOT NULL ORDER BY claimed_at',
  )
  const pages = database.prepare(
    'SELECT channel_id, message_id FROM page WHERE "trigger" = ? ORDER BY rowid',
  )

  return {
    claim: (trigger) => claim.run(trigger, Date.now()).changes === 1,
    begin(trigger, origin, locale) {
      begin.run(JSON.stringify(origin), locale, trigger)
    },
    addPage(trigger, { channelId, messageId }) {
      addPage.run(trigger, channelId, messageId)
    },
    end(trigger) {
      end.run(trigger)
    },
    unended: () =>
      unended.all().map((row): Begun => {
        const trigger = String(row['trigger'])
        return {
          trigger,
          origin: JSON.parse(String(row['origin'])) as Origin,
          locale: String(row['locale']),
          pages: pages.all(trigger).map((page) => ({
            channelId: String(page['channel_id']),
            messageId: String(page['message_id']),
          })),
        }
      }),
    [Symbol.dispose]: () => database.close(),
  }
}
