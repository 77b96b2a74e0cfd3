import { type Block, type Inline, isBlock, type Node, type Wrapper } from './nodes.ts'

/** Makes one block of all parts of lines that follow each other, and keeps the blocks between. */
export function group(
  nodes: readonly Node[],
  make: (children: readonly Inline[]) => Block,
): readonly Block[] {
  const blocks: Block[] = []
  let children: Inline[] = []
  const close = () => {
    if (children.length > 0) blocks.push(make(children))
    children = []
  }
  for (const node of nodes) {
    if (isBlock(node)) {
      close()
      blocks.push(node)
    } else {
      children.push(node)
    }
  }
  close()
  return blocks
}

export function paragraphs(nodes: readonly Node[]): readonly Block[] {
  return group(nodes, (children) => ({ kind: 'paragraph', children }))
}

/**
 * Puts a mark or a link around what was read between its ends. Where that has blocks in it, they
 * are drawn as blocks, and what stands in them carries the mark.
 */
export function wrap(wrapper: Wrapper, nodes: readonly Node[]): readonly Node[] {
  if (!nodes.some(isBlock)) {
    return [{ ...wrapper, children: nodes.filter((node) => !isBlock(node)) }]
  }
  if (wrapper.kind === 'spoiler') return [{ kind: 'hidden', blocks: paragraphs(nodes) }]
  return paragraphs(nodes).flatMap((block): readonly Node[] =>
    block.kind === 'paragraph'
      ? [{ ...wrapper, children: block.children }]
      : [wrapBlock(wrapper, block)],
  )
}

function wrapBlock(wrapper: Wrapper, block: Block): Block {
  const inside = (blocks: readonly Block[]) => blocks.map((each) => wrapBlock(wrapper, each))
  switch (block.kind) {
    case 'fence':
      return block
    case 'list':
      return { ...block, items: block.items.map(({ blocks }) => ({ blocks: inside(blocks) })) }
    case 'quote':
    case 'hidden':
      return { ...block, blocks: inside(block.blocks) }
    default:
      return { ...block, children: [{ ...wrapper, children: block.children }] }
  }
}
