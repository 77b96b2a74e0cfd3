/**
 * Packs discord-sandbox, installs the tarball with discord.js in an empty folder, runs the examples of
 * its README there, and its command. Needs the registry.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const sandbox = path.join(root, 'packages/discord-sandbox')
const folder = mkdtempSync(path.join(tmpdir(), 'platen-package-'))

function run(cwd: string, command: string, ...options: readonly string[]): string {
  return execFileSync(command, options, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function versionOf(name: string): string {
  const manifest = path.join(root, 'node_modules', name, 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

/** The first two examples of the README, around a bot that answers `/ping`. */
function program(): string {
  const readme = readFileSync(path.join(sandbox, 'README.md'), 'utf8')
  const [login = '', use = ''] = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(
    ([, code]) => code,
  )
  const check = `
    const { content } = discord.message(used.responseMessageId)
    if (content !== 'pong') throw new Error('The answer is ' + content)
    if (!discord.messages(channel.id).some((one) => one.content === 'Hello')) throw new Error('no Hello')
    await client.destroy()
  `
  const prepare = `
    client.on('interactionCreate', (interaction) => interaction.reply('pong'))
    await client.application.commands.create({ name: 'ping', description: 'Ping' })
  `
  return `${login}\n${prepare}\n${use.replace('await discord.close()', `${check}\nawait discord.close()`)}`
}

/** Starts the installed command and gives the first line that it prints. */
async function firstLineOfCommand(): Promise<string> {
  const child = spawn('node_modules/.bin/discord-sandbox', ['--port', '0'], { cwd: folder })
  try {
    for await (const chunk of child.stdout) return String(chunk).split('\n', 1)[0] ?? ''
    throw new Error('The command printed nothing')
  } finally {
    child.kill('SIGTERM')
  }
}

try {
  const [tarball = ''] = run(sandbox, 'npm', 'pack', '--silent', '--pack-destination', folder)
    .trim()
    .split('\n')
    .slice(-1)
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "empty", "type": "module" }')
  run(
    folder,
    'npm',
    'install',
    '--silent',
    '--no-audit',
    `./${tarball}`,
    `discord.js@${versionOf('discord.js')}`,
  )
  writeFileSync(path.join(folder, 'example.js'), program())
  run(folder, process.execPath, 'example.js')
  const line = await firstLineOfCommand()
  if (!/^REST API: +http:\/\/127\.0\.0\.1:\d+\/api$/.test(line))
    throw new Error(`It printed: ${line}`)
  console.log(
    'The packed discord-sandbox installs, runs the examples of its README, and its command starts.',
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
