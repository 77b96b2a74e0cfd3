import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Opens the bot's file in a folder, which is made where there is none. Throws when it cannot. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(path.join(folder, 'platen.db'))
  // A power failure may lose the newest writes, but never the whole file.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000',
  )
  return database
}

/** Whether the file takes a write now: the disk may be full, or another process may hold the file. */
export function isWritable(database: DatabaseSync): boolean {
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    database.exec(`PRAGMA user_version = ${version}`)
    return true
  } catch {
    return false
  }
}
