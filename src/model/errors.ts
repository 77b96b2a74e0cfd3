import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  OpenAIError,
} from 'openai'
import { type FailureKind, ModelFailure } from '../core/model.ts'

/**
 * Names what went wrong between us and the model server. Everything that the SDK, its transport or
 * the server's nonsense can throw comes out as a `ModelFailure`; anything else is a fault of ours.
 */
export function modelFailure(error: unknown): ModelFailure | undefined {
  if (error instanceof ModelFailure) return error
  if (error instanceof APIUserAbortError) return failure('cut', 'Aborted', error)
  if (error instanceof APIConnectionTimeoutError)
    return failure('never-started', 'Timed out', error)
  if (error instanceof APIConnectionError) return failure('unreachable', causeOf(error), error)
  if (error instanceof APIError) return failure(kindOf(error), describe(error), error)
  // What the SDK cannot make sense of: a stream that is no JSON, an answer that is no stream.
  if (error instanceof OpenAIError || error instanceof SyntaxError) {
    return failure('broken', error.message, error)
  }
  // The transport says "terminated" when the socket closes in the middle of a stream.
  if (error instanceof TypeError && isTransport(error)) return failure('cut', causeOf(error), error)
  return undefined
}

function failure(kind: FailureKind, message: string, cause: unknown): ModelFailure {
  return new ModelFailure(kind, message, { cause })
}

function kindOf({ status, code, type }: APIError): FailureKind {
  if (code === 'insufficient_quota' || type === 'insufficient_quota' || status === 402) {
    return 'quota'
  }
  if (status === undefined) return 'broken'
  if (status === 401 || status === 403) return 'key'
  if (status === 404) return 'not-found'
  if (status === 408) return 'overloaded'
  if (status === 429) return 'busy'
  return status >= 500 ? 'overloaded' : 'rejected'
}

function describe({ status, code, message, requestID }: APIError): string {
  const known = { status, code, requestID }
  return `${message} ${JSON.stringify(known)}`
}

/** The network's own word ("ECONNREFUSED ...") says more than the SDK's "Connection error". */
function causeOf(error: Error): string {
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return `${error.message} ${cause.message === '' && 'code' in cause ? String(cause.code) : causeOf(cause)}`
}

function isTransport(error: TypeError): boolean {
  return error.message === 'terminated' || error.message === 'fetch failed'
}
