import type { DatabaseSync } from 'node:sqlite'
import type { Journal, StartedAnswer, UnfinishedAnswer } from '../core/journal.ts'

/** Discord repeats events for minutes, and an answer of yesterday needs no ending any more. */
const keptMs = 24 * 60 * 60_000

/** The number of the schema below. What an earlier one holds is a day old at most, and not kept. */
const version = 1

/**
 * An attempt with a beginning was begun and has not ended. When it ends its beginning is emptied: the
 * token in it is of no more use, and nobody's business.
 */
const schema = `
  DROP TABLE IF EXISTS page;
  DROP TABLE IF EXISTS answer;
  CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    claimed_at INTEGER NOT NULL,
    beginning TEXT
  ) STRICT;
  CREATE TABLE page (
    attempt_id TEXT NOT NULL REFERENCES attempt ON DELETE CASCADE,
    channel_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (attempt_id, message_id)
  ) STRICT;
  PRAGMA user_version = ${version};
`

/** The journal in the bot's file. */
export function journalIn(database: DatabaseSync, nowMs = Date.now()): Journal {
  if (versionOf(database) !== version) database.exec(schema)
  database.prepare('DELETE FROM attempt WHERE claimed_at < ?').run(nowMs - keptMs)

  const claim = database.prepare('INSERT OR IGNORE INTO attempt (id, claimed_at) VALUES (?, ?)')
  const begin = database.prepare('UPDATE attempt SET beginning = ? WHERE id = ?')
  const addPage = database.prepare('INSERT OR IGNORE INTO page VALUES (?, ?, ?)')
  const end = database.prepare('UPDATE attempt SET beginning = NULL WHERE id = ?')
  const unended = database.prepare(
    'SELECT id, beginning FROM attempt WHERE beginning IS NOT NULL ORDER BY claimed_at',
  )
  const pages = database.prepare(
    'SELECT channel_id, message_id FROM page WHERE attempt_id = ? ORDER BY rowid',
  )

  return {
    claim: (id) => claim.run(id, Date.now()).changes === 1,
    start(beginning) {
      begin.run(JSON.stringify(beginning), beginning.attempt)
    },
    addPage(id, { channelId, messageId }) {
      addPage.run(id, channelId, messageId)
    },
    end(id) {
      end.run(id)
    },
    unfinished: () =>
      unended.all().map(
        (row): UnfinishedAnswer => ({
          ...(JSON.parse(String(row['beginning'])) as StartedAnswer),
          pages: pages.all(String(row['id'])).map((page) => ({
            channelId: String(page['channel_id']),
            messageId: String(page['message_id']),
          })),
        }),
      ),
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
}
