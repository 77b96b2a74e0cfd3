/** A part of a message that stands on lines of its own. */
export type Block =
  | { readonly kind: 'paragraph' | 'subtext'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'heading'
      readonly level: 1 | 2 | 3
      readonly children: readonly Inline[]
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** A spoiler that hides more than a part of a line. */
  | { readonly kind: 'hidden'; readonly blocks: readonly Block[] }
  | List
  /** The language is what stands behind the opening backticks, and may be empty. */
  | { readonly kind: 'fence'; readonly language: string; readonly text: string }

export interface List {
  readonly kind: 'list'
  /** The number of the first item; a list with bullets has none. */
  readonly start?: number
  readonly items: readonly ListItem[]
}

/** Usually a paragraph, then the lists that are nested in the item. */
export interface ListItem {
  readonly blocks: readonly Block[]
}

/** A part of a line. A line break is a `\n` in a text, and is drawn where it stands. */
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

/** What is drawn around other parts of a line. */
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

/** A message as it is read: Discord finds blocks inside marks as well as marks inside blocks. */
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
