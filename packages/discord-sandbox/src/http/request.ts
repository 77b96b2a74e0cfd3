import type { IncomingMessage } from 'node:http'
import { DiscordError } from '../errors.ts'
import type { UploadedFile } from './exchange.ts'

/** Of a whole request. */
const largestBytes = 25 * 1024 * 1024

export interface ReadBody {
  readonly body: unknown
  readonly files: readonly UploadedFile[]
}

/** Reads to the end, also what is refused later: a client may still be sending. */
export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Throws 40005 and 50109. */
export async function parseBody(
  bytes: Buffer<ArrayBuffer>,
  contentType: string,
): Promise<ReadBody> {
  if (bytes.length > largestBytes) throw new DiscordError('requestTooLarge')
  if (bytes.length === 0) return { body: undefined, files: [] }
  if (contentType.startsWith('multipart/form-data')) return parseForm(bytes, contentType)
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(bytes.toString())), files: [] }
  }
  return { body: parseJson(bytes.toString()), files: [] }
}

async function parseForm(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<ReadBody> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new DiscordError('badJson')
    })
  const fields: Record<string, unknown> = {}
  const files: UploadedFile[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else {
      files.push({
        key: /^files\[(\d+)\]$/.exec(name)?.[1] ?? String(files.length),
        filename: value.name,
        contentType: value.type || 'application/octet-stream',
        bytes: new Uint8Array(await value.arrayBuffer()),
      })
    }
  }
  const payload = fields['payload_json']
  return { body: typeof payload === 'string' ? parseJson(payload) : fields, files }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DiscordError('badJson')
  }
}
