import type { FailureKind } from './model.ts'
import type { GoneReason } from './reply.ts'

/** An option of a command. */
interface Option {
  /** Lower case, without spaces. */
  readonly name: string
  readonly description: string
}

/** Everything that Platen itself says to people in Discord. A language is one file. */
export interface Texts {
  /** The answer ended before the model was done. */
  readonly cutShort: { readonly length: string; readonly filter: string }
  readonly empty: string
  readonly interrupted: string
  readonly stopped: string
  /** The model said that it does not want to answer. */
  readonly refused: string
  /** Discord shows no more of an answer: why. */
  readonly gone: Readonly<Record<Exclude<GoneReason, 'deleted'>, string>>
  readonly failed: Readonly<Record<FailureKind, string>>
  /** A message without text, or a question of white space. */
  readonly nothingAsked: string
  /** A message that Discord gives to the bot without its text. */
  readonly cannotRead: string
  /** Below the first answer, where the bot reads only messages that mention it. */
  readonly mentionMe: string
  /** Below an answer: the names of files that came with the question. */
  readonly unread: (files: string) => string
  /** Below an answer, followed by a link to the first message that the model was told. */
  readonly cut: string
  /** Below an answer: the model that was chosen is gone. */
  readonly unpinned: (model: string) => string
  /** In place of an answer: the model that was asked for is none of those that can be chosen. */
  readonly noSuchModel: (model: string) => string
  /** In place of an answer that has not begun: a word or two, a comma, whole seconds. */
  readonly thinking: (seconds: number) => string
  /** In place of an answer that waits: how many others are before it. */
  readonly waiting: (ahead: number) => string
  /** Missing permissions and their consequences. */
  readonly missing: {
    readonly cannotAnswer: (permissions: string) => string
    readonly noThread: (permissions: string) => string
    readonly locked: string
  }
  readonly permissions: {
    readonly ViewChannel: string
    readonly ReadMessageHistory: string
    readonly SendMessages: string
    readonly SendMessagesInThreads: string
    readonly CreatePublicThreads: string
  }
  /** The messages of the thread could not be fetched. */
  readonly historyUnreadable: string
  /** Below the first answer of a conversation; European law asks for it. */
  readonly byAi: string
  /** Below each answer: numbers with their units, a space between them. */
  readonly footer: {
    readonly tokens: (count: number) => string
    readonly seconds: (seconds: string) => string
  }
  /** A message of its own when a long answer has ended: a word or two, a comma, whole seconds. */
  readonly ended: {
    readonly done: (seconds: number) => string
    readonly failed: (seconds: number) => string
  }
  readonly buttons: {
    readonly stop: string
    readonly retry: string
    readonly continue: string
    readonly delete: string
    /** Pressed by somebody who neither asked nor may manage messages. */
    readonly notYours: string
    /** Pressed when there was nothing to stop any more. */
    readonly over: string
    /** Pressed while the answer is being typed anew. */
    readonly busy: string
    /** Retry, or Continue: what was asked or answered cannot be read any more. */
    readonly unreadable: string
    /** Retry: of a long question only the beginning is left. */
    readonly onlyBeginning: string
    readonly notDeleted: string
  }
  readonly commands: {
    readonly ask: {
      readonly name: string
      readonly description: string
      readonly question: Option
      readonly model: Option
      readonly private: Option
    }
    readonly about: {
      readonly name: string
      readonly title: string
      readonly question: string
      readonly placeholder: string
      /** The message is gone. */
      readonly gone: string
    }
    readonly leave: {
      readonly name: string
      readonly description: string
      readonly left: string
      /** Used where there is nothing to leave. */
      readonly nothing: string
      readonly failed: string
    }
    readonly help: {
      readonly name: string
      readonly description: string
      readonly text: string
      /** Instead, where the bot reads only messages that mention it. */
      readonly byMention: string
    }
  }
}
