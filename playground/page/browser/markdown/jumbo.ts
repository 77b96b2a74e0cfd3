import type { Block, Inline } from './nodes.ts'

const maxEmoji = 30
const unicodeEmoji = /\p{RGI_Emoji}/gv

/** Whether Discord draws the emoji of the message large: they are all there is, and at most 30. */
export function isJumbo(blocks: readonly Block[]): boolean {
  const text = blocks
    .flatMap((block) => (block.kind === 'paragraph' ? block.children.map(textOf) : 'a block'))
    .join(' ')
  const count = text.match(unicodeEmoji)?.length ?? 0
  return count > 0 && count <= maxEmoji && text.replaceAll(unicodeEmoji, '').trim() === ''
}

/** A server's emoji counts as one of Unicode's; anything but emoji and text is other content. */
function textOf(node: Inline): string {
  if (node.kind === 'emoji') return '🙂'
  return node.kind === 'text' ? node.text : node.kind
}
