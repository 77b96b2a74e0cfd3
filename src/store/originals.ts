import type { DatabaseSync } from 'node:sqlite'
import type { Original, Originals } from '../core/journal.ts'

/** Originals are kept for 90 days. After that, the model reads a table as it shows. */
const keptMs = 90 * 24 * 60 * 60_000

const schema = `
  CREATE TABLE IF NOT EXISTS original (
    message_id TEXT PRIMARY KEY,
    kept_at INTEGER NOT NULL,
    text TEXT NOT NULL,
    shown TEXT NOT NULL
  ) STRICT;
`

/**
 * The originals in the bot's file. A file that cannot be written is told to `onFailure`: the answers
 * are told to the model as they show, then.
 */
export function originalsIn(
  database: DatabaseSync,
  onFailure: (error: unknown) => void,
  nowMs = Date.now(),
): Originals {
  database.exec(schema)
  database.prepare('DELETE FROM original WHERE kept_at < ?').run(nowMs - keptMs)
  const keep = database.prepare('INSERT OR REPLACE INTO original VALUES (?, ?, ?, ?)')
  const find = database.prepare(
    'SELECT message_id, text, shown FROM original WHERE message_id IN (SELECT value FROM json_each(?))',
  )
  const forget = database.prepare('DELETE FROM original WHERE message_id = ?')

  function sturdily<T>(task: () => T, otherwise: T): T {
    try {
      return task()
    } catch (error) {
      onFailure(error)
      return otherwise
    }
  }

  return {
    keep: (id, { text, shown }) =>
      sturdily(() => void keep.run(id, Date.now(), text, shown), undefined),
    find: (ids) =>
      sturdily(
        () => new Map(find.all(JSON.stringify(ids)).map(originalOf)),
        new Map<string, Original>(),
      ),
    forget: (id) => sturdily(() => void forget.run(id), undefined),
  }
}

function originalOf(row: Readonly<Record<string, unknown>>): readonly [string, Original] {
  const original = { text: String(row['text']), shown: String(row['shown']) }
  return [String(row['message_id']), original]
}
