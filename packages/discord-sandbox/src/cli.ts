#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startDiscord } from './discord.ts'

const usage = `Usage: discord-sandbox [--port <port>]

Starts a Discord on this computer with a bot, a server and a channel, and runs until Ctrl+C.

  --port <port>  the port on 127.0.0.1; without it, any free one
  --help         show this help
`

/** The port of the command line; `undefined`: any. Throws with a sentence for the user. */
function portOf(values: { readonly port?: string | undefined }): number | undefined {
  if (values.port === undefined) return undefined
  const port = Number(values.port)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`--port: "${values.port}" is no port. Use a number from 0 to 65535.`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const discord = await startDiscord({ port: portOf(values) ?? 0 })
  const owner = discord.addUser({ name: 'ada' })
  const bot = discord.addBot({ name: 'bot' })
  const guild = discord.addGuild({ name: 'Sandbox', owner: owner.id })
  discord.addMember(guild.id, bot.id)
  const channel = discord.addChannel(guild.id, { name: 'general' })
  const lines = {
    'REST API': discord.apiUrl,
    'bot token': bot.token,
    'application id': bot.id,
    'server id': guild.id,
    'channel id': channel.id,
    'owner id': owner.id,
  }
  const text = Object.entries(lines).map(([name, value]) => `${`${name}:`.padEnd(16)}${value}\n`)
  process.stdout.write(`${text.join('')}\nRunning. Press Ctrl+C to stop.\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void discord.close().finally(() => process.exit(0)))
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
