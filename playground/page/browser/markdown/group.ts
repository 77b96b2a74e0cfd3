import { type Block, type Inline, isBlock, type Node, type Wrapper } from './nodes.ts'

/** Wraps each run of inline nodes in one block, and keeps the blocks between. */
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
 * Wraps nodes in a mark or link. If there are blocks among them, they stay blocks and their
 * contents are wrapped.
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
