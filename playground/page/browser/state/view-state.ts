import type { OptionValue, PageCommand, TrafficEntry } from '../../protocol.ts'
import { readStorage, writeStorage } from '../ui/local-storage.ts'

/** What the person has opened in the page. */
export class ViewState {
  /** Undefined means the direct messages. */
  guildId: string | undefined
  channelId: string | undefined
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
  /** The message that the person is editing. */
  editing: { readonly channelId: string; readonly messageId: string; text: string } | undefined
  /** By channel: the message above the red line of new messages. */
  readonly newSince = new Map<string, string>()
  readonly drafts = new Map<string, Draft>()
  /** Keys of opened spoilers and files. */
  readonly opened = new Set<string>()

  constructor() {
    const chosen = readStorage('browser', themeKey)
    this.isDark = chosen ? chosen === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches
  }

  setDark(isDark: boolean): void {
    this.isDark = isDark
    writeStorage('browser', themeKey, isDark ? 'dark' : 'light')
  }

  /** Closes what belongs to the previous person. */
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

/** The state of the panel. */
export interface PanelState {
  /** The result of the last button. */
  status: string | undefined
  showsRequests: boolean
  showsEvents: boolean
  /** The entries at the time of the pause. */
  paused: readonly TrafficEntry[] | undefined
}

const themeKey = 'platen-theme'

/** The unsent content of one channel's text field. */
export interface Draft {
  text: string
  files: readonly File[]
  replyTo: { readonly messageId: string; readonly authorName: string; ping: boolean } | undefined
  command: CommandDraft | undefined
  /** Index in the list of suggestions. */
  chosen: number
  /** Hidden with Escape; the next input shows the list again. */
  isListHidden: boolean
  problem: string | undefined
}

export interface CommandDraft {
  readonly command: PageCommand
  /** By registered option name. */
  values: Readonly<Record<string, string>>
  /** The visible options, required ones first. */
  shown: readonly string[]
  focused: string | undefined
  /** Choices for the focused option, from the bot or the definition. */
  choices: readonly { readonly name: string; readonly value: OptionValue }[]
  /** Values that were chosen from a list, by their displayed text. */
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
  /** Gets the focus back. */
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
      readonly status?: 'sending' | 'failed'
    }
  | { readonly kind: 'image'; readonly url: string; readonly name: string }
