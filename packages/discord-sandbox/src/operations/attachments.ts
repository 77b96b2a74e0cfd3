import { DiscordError } from '../errors.ts'
import type { UploadedFile } from '../http/exchange.ts'
import type { AttachmentState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

/** Per file; larger ones need a boosted server. */
const largestBytes = 10 * 1024 * 1024

/** Gives uploaded files ids and addresses. `described`: the request's `attachments`, by their `n`. Throws 40005. */
export function storeFiles(
  world: World,
  channelId: string,
  files: readonly UploadedFile[],
  described: readonly {
    readonly id: string
    readonly filename?: string
    readonly description?: string
  }[] = [],
): AttachmentState[] {
  return files.map((file) => {
    if (file.bytes.length > largestBytes) throw new DiscordError('requestTooLarge')
    const about = described.find(({ id }) => id === file.key)
    const id = world.snowflakes.next()
    // Discord replaces what would not stand well in an address.
    const filename = (about?.filename ?? file.filename).replace(/[^\w.-]+/g, '_')
    return {
      id,
      filename,
      description: about?.description,
      contentType: file.contentType,
      url: `${world.origin}/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`,
      bytes: file.bytes,
    }
  })
}
