import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

export interface PageFile {
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  /** The path contains a hash of the content, so a browser may cache the file for ever. */
  readonly isImmutable: boolean
}

/** By path; `/` is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

/** Bundles `browser/`. Rejects with a sentence when the packages for it are not installed. */
export async function bundlePage(): Promise<PageFiles> {
  const { build } = await import('vite').catch(() => {
    throw new Error('The playground needs the development packages too: run `npm ci`.')
  })
  const built = await build({
    root: fileURLToPath(new URL('./browser/', import.meta.url)),
    configFile: false,
    envFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, target: 'es2023', reportCompressedSize: false, modulePreload: false },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  return new Map(
    outputs.map((file) => {
      const path = file.fileName === 'index.html' ? '/' : `/${file.fileName}`
      const body = Buffer.from(file.type === 'chunk' ? file.code : file.source)
      const extension = file.fileName.split('.').at(-1) ?? ''
      const contentType = contentTypes[extension] ?? 'application/octet-stream'
      const gzipped = gzipSync(body)
      return [path, { contentType, body, gzipped, isImmutable: path !== '/' }]
    }),
  )
}
