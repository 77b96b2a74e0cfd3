import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { config as loadDotenv } from 'dotenv'
import { readConfig } from './config.ts'

/**
 * Runs the bot with the settings of `.env` and the environment; the playground without a token, or with
 * `--playground`. Loads only the one that runs: the playground's page is there before discord.js would
 * be read.
 */
async function main(): Promise<void> {
  // Halves the work of every start but the first. Where the folder is read-only, nothing is kept.
  enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/platen'))
  loadDotenv({ quiet: true })
  const { DISCORD_TOKEN: token, NODE_ENV: environment } = process.env
  const hasNoToken = !token?.trim() && environment !== 'production'
  if (hasNoToken || process.argv.includes('--playground')) {
    // Everything that is set has to be right here, too; what the playground sets itself, is.
    const { OPENAI_API_KEY: key } = process.env
    readConfig({ ...process.env, DISCORD_TOKEN: 'playground', OPENAI_API_KEY: key || 'playground' })
    const { startPlayground } = await import('../playground/main.ts')
    return startPlayground(process.env)
  }
  const config = readConfig(process.env)
  const { runBot } = await import('./bot.ts')
  return runBot(config)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
