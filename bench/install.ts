import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Installs what the bench compares with and draws with, where that has not been done. */
export async function installContenders(): Promise<void> {
  if (existsSync(`${folder}node_modules`)) return
  process.stdout.write('Installing the packages of bench/package.json ...\n')
  const install = spawn('npm', ['--prefix', folder, 'ci'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const [code] = await once(install, 'exit')
  // Who needs a package says so in the tables; Platen and the models of policies need none.
  if (code !== 0) process.stdout.write('They could not be installed.\n')
}
