import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { chooseModel } from '../../../playground/choose-model.ts'
import { findChromium, noChromium, serveChromium } from './chromium.ts'
import { screenshotFolder } from './screenshots.ts'

let whySkipped = ''
/** One Chromium for all test files; each scene has its own context. */
let browser: BrowserServer | undefined

/** Skips the browser tests where they cannot run; with BROWSER_TESTS=required it throws instead. */
export async function setup(project: TestProject): Promise<void> {
  rmSync(screenshotFolder, { recursive: true, force: true })
  mkdirSync(screenshotFolder)
  const reason = await whyNoBrowser()
  if (reason !== '' && process.env['BROWSER_TESTS'] === 'required') {
    throw new Error(`The tests in a browser are required, but ${reason}.`)
  }
  project.provide('whyNoBrowser', reason)
  whySkipped = reason
  if (reason !== '') return
  browser = await serveChromium()
  project.provide('browserEndpoint', browser.wsEndpoint())
}

/** Reports at the end of a run, where people look. */
export async function teardown(): Promise<void> {
  await browser?.close()
  if (whySkipped !== '') say(`The tests in a browser were SKIPPED: ${whySkipped}.`)
  const pictures = readdirSync(screenshotFolder)
  if (pictures.length > 0) say(`Screenshots (${pictures.length}): ${screenshotFolder}`)
}

async function whyNoBrowser(): Promise<string> {
  if (findChromium() === undefined) return noChromium
  const model = await chooseModel({})
  await model.close()
  if (model.kind === 'demo') return ''
  return 'the playground would answer with the Ollama on this computer, and no test knows what that says'
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n\n`)
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Empty when the browser tests can run. */
    readonly whyNoBrowser: string
    /** Chromium's WebSocket endpoint. */
    readonly browserEndpoint: string
  }
}
