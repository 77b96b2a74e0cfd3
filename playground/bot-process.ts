import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const projectFolder = fileURLToPath(new URL('..', import.meta.url))
const followParent = new URL('./follow-parent.ts', import.meta.url).href

export interface BotProcess {
  /** Resolves with how the process ended. Never rejects. */
  readonly ended: Promise<string>
  /** Sends SIGTERM, and waits until the bot has finished its answers. */
  stop(): Promise<void>
  kill(): void
}

/** Starts the bot in its own process, as it runs against the real Discord. */
export function startBot(environment: NodeJS.ProcessEnv): BotProcess {
  const child = spawn(process.execPath, ['--import', followParent, 'src/main.ts'], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Its own process group: Ctrl+C in the terminal reaches only the playground, which then stops
    // the bot. With two signals the bot would end at once.
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
