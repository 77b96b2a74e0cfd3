import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'

/** Usual paths of Chromium. CHROMIUM_PATH takes precedence. */
const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    if (folder === undefined) return []
    return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(
      (program) => path.join(folder, program),
    )
  }),
}

const unixPlaces = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
)

/**
 * Finds Chromium on this computer; undefined when there is none. Throws when CHROMIUM_PATH is set
 * but does not exist.
 */
export function findChromium(): string | undefined {
  const wanted = process.env['CHROMIUM_PATH']?.trim()
  if (wanted) {
    if (existsSync(wanted)) return wanted
    throw new Error(`CHROMIUM_PATH: there is no ${wanted}`)
  }
  return (usualPlaces[process.platform] ?? unixPlaces).find((place) => existsSync(place))
}

/** The message when there is no Chromium. */
export const noChromium =
  'no Chromium was found: install one (on Debian and Ubuntu the package "chromium"), or name its program in CHROMIUM_PATH'

/**
 * Starts a headless Chromium that cannot resolve other hosts, so nothing depends on a network. It
 * ends with this process.
 */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch(chromiumOptions())
}

/** Starts the same Chromium for other processes to connect to. */
export async function serveChromium(): Promise<BrowserServer> {
  return await chromium.launchServer(chromiumOptions())
}

function chromiumOptions() {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(noChromium)
  return {
    executablePath,
    // Containers offer no sandbox, and only the playground's page is opened.
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  }
}
