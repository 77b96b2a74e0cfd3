/** A block element. */
export type Block =
  | { readonly kind: 'paragraph' | 'subtext'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'heading'
      readonly level: 1 | 2 | 3
      readonly children: readonly Inline[]
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** A spoiler that contains blocks. */
  | { readonly kind: 'hidden'; readonly blocks: readonly Block[] }
  | List
  /** The language after the opening backticks; may be empty. */
  | { readonly kind: 'fence'; readonly language: string; readonly text: string }

export interface List {
  readonly kind: 'list'
  /** The first item's number; absent for bullets. */
  readonly start?: number
  readonly items: readonly ListItem[]
}

/** Usually a paragraph, then nested lists. */
export interface ListItem {
  readonly blocks: readonly Block[]
}

/** An inline element. A `\n` in a text is a line break. */
export type Inline = Leaf | (Wrapper & { readonly children: readonly Inline[] })

export type Leaf =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'mention'; readonly of: 'user' | 'role' | 'channel'; readonly id: string }
  | { readonly kind: 'mention'; readonly of: 'everyone' | 'here' }
  | { readonly kind: 'command'; readonly name: string; readonly id: string }
  | {
      readonly kind: 'emoji'
      readonly name: string
      readonly id: string
      readonly isAnimated: boolean
    }
  | { readonly kind: 'timestamp'; readonly seconds: number; readonly style: TimestampStyle }

/** An inline element that contains others. */
export type Wrapper =
  | { readonly kind: Mark }
  /** A link is masked when its text is not its address. */
  | {
      readonly kind: 'link'
      readonly url: string
      readonly isMasked: boolean
      readonly title?: string
    }

export type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'

/** The letters are those of Discord's `<t:…:R>`. */
export type TimestampStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 's' | 'S' | 'R'

/** Discord allows blocks inside marks as well as marks inside blocks. */
export type Node = Block | Inline

export function isBlock(node: Node): node is Block {
  switch (node.kind) {
    case 'paragraph':
    case 'subtext':
    case 'heading':
    case 'quote':
    case 'hidden':
    case 'list':
    case 'fence':
      return true
    default:
      return false
  }
}
