import type { Block } from './nodes.ts'

const maxEmoji = 30

/** Whether Discord draws the emoji of the message large: they are all there is, and at most 30. */
export function isJumbo(blocks: readonly Block[]): boolean {
  let count = 0
  for (const block of blocks) {
    if (block.kind !== 'paragraph') return false
    for (const node of block.children) {
      if (node.kind === 'emoji') {
        count += 1
      } else if (node.kind === 'text') {
        const others = node.text.replaceAll(/\p{RGI_Emoji}/gv, () => {
          count += 1
          return ''
        })
        if (others.trim() !== '') return false
      } else {
        return false
      }
    }
  }
  return count > 0 && count <= maxEmoji
}
