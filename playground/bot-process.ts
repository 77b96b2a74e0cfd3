import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const projectFolder = fileURLToPath(new URL('..', import.meta.url))
const followParent = new URL('./follow-parent.ts', import.meta.url).href

export interface BotProcess {
  /** Says how it ended; never rejects. */
  readonly ended: Promise<string>
  /** Asks it to stop, and waits as long as it lets its answers end. */
  stop(): Promise<void>
  kill(): void
}

/** Starts the bot as a process of its own, as it would run against the real Discord. */
export function startBot(environment: NodeJS.ProcessEnv): BotProcess {
  const child = spawn(process.execPath, ['--import', followParent, 'src/main.ts'], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A process group of its own: Ctrl+C in the terminal reaches only the playground, which then
    // asks the bot to stop. Two signals would look like somebody who does not want to wait.
    detached: process.platform !== 'win32',
  })
  const kill = () => {
    child.kill('SIGKILL')
  }
  process.once('exit', kill)
  const ended = once(child, 'exit').then(
    ([code, signal]) => (signal === null ? `exit code ${code}` : `signal ${signal}`),
    (error: unknown) => String(error),
  )
  return {
    ended: ended.finally(() => process.off('exit', kill)),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
    kill,
  }
}
