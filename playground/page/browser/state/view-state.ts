import type { OptionValue, PageCommand, TrafficEntry } from '../../protocol.ts'
import { readStorage, writeStorage } from '../ui/local-storage.ts'

/** Where the person is looking, and what lies open around it. */
export class ViewState {
  /** Undefined: the direct messages. */
  guildId: string | undefined
  channelId: string | undefined
  /** Opened beside its channel. */
  threadId: string | undefined
  isSidebarOpen = false
  areMembersOpen = matchMedia('(min-width: 1200px)').matches
  isPanelOpen = false
  readonly panel: PanelState = {
    status: undefined,
    showsRequests: true,
    showsEvents: true,
    paused: undefined,
  }
  isDark: boolean
  menu: Menu | undefined
  dialog: Dialog | undefined
  /** The own message that is being edited. */
  editing: { readonly channelId: string; readonly messageId: string; text: string } | undefined
  /** The message after which the red line of new messages stands, by channel. */
  readonly newSince = new Map<string, string>()
  readonly drafts = new Map<string, Draft>()
  /** Spoilers and files that were opened, by message and place. */
  readonly opened = new Set<string>()

  constructor() {
    const chosen = readStorage('browser', themeKey)
    this.isDark = chosen ? chosen === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches
  }

  setDark(isDark: boolean): void {
    this.isDark = isDark
    writeStorage('browser', themeKey, isDark ? 'dark' : 'light')
  }

  /** What lies open was the person's who opened it. */
  putAway(): void {
    this.menu = undefined
    this.dialog = undefined
    this.editing = undefined
  }

  draft(channelId: string): Draft {
    const draft = this.drafts.get(channelId) ?? newDraft()
    this.drafts.set(channelId, draft)
    return draft
  }
}

/** What is chosen behind the scenes. */
export interface PanelState {
  /** What the last button did. */
  status: string | undefined
  showsRequests: boolean
  showsEvents: boolean
  /** The lines stand still. */
  paused: readonly TrafficEntry[] | undefined
}

const themeKey = 'platen-theme'

/** What is being written in one channel. */
export interface Draft {
  text: string
  files: readonly File[]
  replyTo: { readonly messageId: string; readonly authorName: string; ping: boolean } | undefined
  command: CommandDraft | undefined
  /** The place in the list of suggestions. */
  chosen: number
  /** The list was put away; it comes back with the next key. */
  isListHidden: boolean
  problem: string | undefined
}

export interface CommandDraft {
  readonly command: PageCommand
  /** By the option's registered name. */
  values: Readonly<Record<string, string>>
  /** Options that stand in the line, required ones first. */
  shown: readonly string[]
  focused: string | undefined
  /** What the bot, or the definition, proposes for the focused option. */
  choices: readonly { readonly name: string; readonly value: OptionValue }[]
  /** Values that were chosen from a list, by the text that stands for them. */
  readonly chosenValues: Map<string, OptionValue>
}

export function newDraft(): Draft {
  return {
    text: '',
    files: [],
    replyTo: undefined,
    command: undefined,
    chosen: 0,
    isListHidden: false,
    problem: undefined,
  }
}

export interface Menu {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly items: readonly MenuItem[]
  /** What had the focus before. */
  readonly opener: HTMLElement | undefined
}

export interface MenuItem {
  readonly label: string
  readonly isDangerous?: boolean
  readonly isChecked?: boolean
  readonly group?: string
  choose(): void
}

export type Dialog =
  | { readonly kind: 'remove'; readonly channelId: string; readonly messageId: string }
  | {
      readonly kind: 'thread'
      readonly channelId: string
      readonly messageId?: string
      readonly name: string
    }
  | { readonly kind: 'model' }
  | {
      readonly kind: 'form'
      readonly interactionId: string
      readonly channelId: string
      readonly form: unknown
      /** What became of it so far. */
      readonly status?: 'sending' | 'failed'
    }
  | { readonly kind: 'image'; readonly url: string; readonly name: string }
