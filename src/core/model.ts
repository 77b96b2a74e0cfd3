/** The port to a model server. `src/model` implements it. */

/** One chat message of a prompt. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** Token counts that the model server reports for one request. */
export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
}

/** Why a model stopped writing. `refusal`: its text says why it does not answer. */
export type FinishReason = 'stop' | 'length' | 'filter' | 'refusal'

/** A streamed event, in this order: the model's name, text and thinking, `finish`, `usage`. */
export type ModelEvent =
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Reasoning arrived. It proves that the model is alive and is never shown. */
  | { readonly kind: 'thinking' }
  | { readonly kind: 'finish'; readonly reason: FinishReason }
  | { readonly kind: 'usage'; readonly usage: Usage }

export interface ModelRequest {
  /** The prompt, oldest message first. */
  readonly messages: readonly PromptMessage[]
  /** The model's name; `undefined` asks the default model. */
  readonly model?: string | undefined
}

export interface Model {
  /**
   * Streams an answer. Throws a `ModelFailure` for everything that a model or its server can do wrong.
   * When `signal` aborts, the request is closed and the events end without an error.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
  /**
   * Resolves with a whole short answer, without reasoning; '' where the model wrote nothing else.
   * Rejects with a `ModelFailure`, also when `signal` aborts.
   */
  complete(
    request: ModelRequest & { readonly maxTokens: number },
    signal: AbortSignal,
  ): Promise<string>
}

/** The models that people can choose from. */
export interface Models {
  /** The name of the default model. Rejects with a `ModelFailure` where it is unknown. */
  defaultName(): Promise<string>
  /**
   * The names to offer: the default model first, then the server's list limited by the allow-list.
   * Without a list, the allow-list's names that have no wildcard. Never rejects; takes 2 s at most.
   */
  choosable(): Promise<readonly string[]>
  /**
   * Whether a model can be asked now: the allow-list has it, and so does the server's list where that
   * is known. True for the default model.
   */
  isChoosable(name: string): Promise<boolean>
}

/** Counts the tokens of each text as the model does. Where the model is unknown, it counts too many. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>

/** Kinds of model failures, told apart by what a person can do about them. */
export type FailureKind =
  /** 401, 403: the key is wrong, or not allowed to use this model. */
  | 'key'
  /** The account has no credit left. */
  | 'quota'
  /** 429: too many requests. */
  | 'busy'
  /** 5xx. */
  | 'overloaded'
  /** No connection: wrong address, server down, no network. */
  | 'unreachable'
  /** 404: no such model, or no such address. */
  | 'not-found'
  /** Another 4xx. Most often the conversation is longer than the context window. */
  | 'rejected'
  /** Nothing came before `MODEL_START_TIMEOUT`. */
  | 'never-started'
  /** Nothing more came for `MODEL_IDLE_TIMEOUT`. */
  | 'stalled'
  /** The stream ended before the model said that it was done. */
  | 'cut'
  /** The server reported an error midway, or sent something unreadable. */
  | 'broken'
  /** `OPENAI_MODEL` is missing, and the server has several models or none. */
  | 'no-model'
  /** A bug of Platen. */
  | 'internal'

/** Every expected failure of a model. The message is for the log, not for people. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: FailureKind

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
