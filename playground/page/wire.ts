import type { Block } from './markdown.ts'

/** What the page's server tells a browser: everything once, at the start, then what changes. */
export type ServerEvent =
  | { readonly type: 'state'; readonly state: PageState }
  | { readonly type: 'channel'; readonly channel: PageChannel }
  | { readonly type: 'channel-gone'; readonly channelId: string }
  | { readonly type: 'message'; readonly message: PageMessage }
  | { readonly type: 'message-gone'; readonly channelId: string; readonly messageId: string }
  | { readonly type: 'typing'; readonly channelId: string; readonly name: string }
  | { readonly type: 'commands'; readonly commands: readonly PageCommand[] }
  | { readonly type: 'bot'; readonly bot: PageBot }
  /** Something that the official client would say in its own voice, such as a failed command. */
  | { readonly type: 'notice'; readonly channelId: string; readonly text: string }

/** What a person did in a browser. */
export type BrowserAction =
  | { readonly type: 'say'; readonly channelId: string; readonly content: string }
  | {
      readonly type: 'command'
      readonly channelId: string
      readonly name: string
      /** What was typed after the command's name. */
      readonly text: string
    }
  | {
      readonly type: 'press'
      readonly channelId: string
      readonly messageId: string
      readonly customId: string
    }

export interface PageState {
  readonly guildName: string
  readonly modelLabel: string
  readonly bot: PageBot
  readonly channels: readonly PageChannel[]
  readonly commands: readonly PageCommand[]
  /** Oldest first. */
  readonly messages: readonly PageMessage[]
  readonly examples: readonly string[]
}

export interface PageBot {
  readonly name: string
  readonly status: 'starting' | 'online' | 'offline'
}

export interface PageChannel {
  readonly id: string
  readonly name: string
  /** Only a thread has one. */
  readonly parentId?: string
  readonly isArchived: boolean
  readonly isLocked: boolean
}

export interface PageCommand {
  readonly name: string
  readonly description: string
  /** Name of the option that takes the text typed after the command's name. */
  readonly textOption?: string
}

export interface PageAuthor {
  readonly id: string
  readonly name: string
  readonly isBot: boolean
}

export interface PageMessage {
  readonly id: string
  readonly channelId: string
  readonly author: PageAuthor
  readonly sentAtMs: number
  readonly body: readonly Block[]
  readonly isEdited: boolean
  /** A reply that was deferred and has no content yet. */
  readonly isThinking: boolean
  readonly isEphemeral: boolean
  readonly usedCommand?: { readonly userName: string; readonly command: string }
  readonly reply?: { readonly authorName: string; readonly excerpt: string }
  readonly thread?: { readonly id: string; readonly name: string; readonly messageCount: number }
  /** A line that Discord itself writes, such as the start of a thread. */
  readonly systemText?: string
  readonly attachments: readonly PageAttachment[]
  /** Rows of buttons. */
  readonly buttons: readonly (readonly PageButton[])[]
}

interface PageAttachment {
  readonly name: string
  readonly url: string
  readonly sizeBytes: number
}

export interface PageButton {
  readonly label: string
  readonly style: 'primary' | 'secondary' | 'success' | 'danger' | 'link'
  readonly isDisabled: boolean
  readonly customId?: string
  readonly url?: string
}
