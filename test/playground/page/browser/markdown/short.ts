import {
  type Block,
  type Inline,
  type ListItem,
  parseMessage,
} from '../../../../../playground/page/browser/markdown/message.ts'

/** Formats a parsed message, as in `p(bold(italic(x)))`. */
export function short(content: string): string {
  return blocks(parseMessage(content))
}

/** Formats a parsed message that is one paragraph. */
export function inline(content: string): string {
  const [block, ...others] = parseMessage(content)
  if (block?.kind !== 'paragraph' || others.length > 0) return short(content)
  return block.children.map(part).join('')
}

function blocks(some: readonly Block[]): string {
  return some.map(whole).join(' ')
}

function whole(block: Block): string {
  switch (block.kind) {
    case 'fence':
      return `fence(${block.language}:${block.text})`
    case 'list': {
      const name = block.start === undefined ? 'ul' : `ol${block.start}`
      return name + block.items.map(itemOf).join('')
    }
    case 'quote':
    case 'hidden':
      return `${block.kind}{${blocks(block.blocks)}}`
    default: {
      const names = { paragraph: 'p', subtext: 'sub', heading: '' }
      const name = block.kind === 'heading' ? `h${block.level}` : names[block.kind]
      return `${name}(${block.children.map(part).join('')})`
    }
  }
}

function itemOf(item: ListItem): string {
  return `[${blocks(item.blocks)}]`
}

function part(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'code':
      return `code(${node.text})`
    case 'mention':
      return 'id' in node ? `${node.of}(${node.id})` : `everybody(${node.of})`
    case 'command':
      return `command(${node.name}=${node.id})`
    case 'emoji':
      return `${node.isAnimated ? 'animated' : 'emoji'}(${node.name}=${node.id})`
    case 'timestamp':
      return `time(${node.seconds}${node.style})`
    case 'link': {
      const text = node.children.map(part).join('')
      const title = node.title === undefined ? '' : `"${node.title}"`
      return node.isMasked ? `link(${text}=${node.url}${title})` : bare(node.url, text)
    }
    default:
      return `${node.kind}(${node.children.map(part).join('')})`
  }
}

function bare(url: string, text: string): string {
  return url === text ? `url(${url})` : `url(${text}=${url})`
}
