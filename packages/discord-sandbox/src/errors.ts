import type { Json } from './json.ts'

/** Discord's JSON error codes that the stand-in can answer with: status, code, message. */
const problems = {
  generalNotFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unauthorized: [401, 0, '401: Unauthorized'],
  badJson: [400, 50109, 'The request body contains invalid JSON.'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [404, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100)'],
  tooManyMenus: [400, 30032, 'Maximum number of application commands reached (15)'],
  tooManyReactions: [403, 30010, 'Maximum number of reactions reached (20)'],
  tooManyOldEdits: [
    429,
    30046,
    'Maximum number of edits to messages older than 1 hour reached. Try again later.',
  ],
  tooManyRenames: [429, 0, 'The resource is being rate limited.'],
  requestTooLarge: [413, 40005, 'Request entity too large'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  tooManyFollowUps: [
    400,
    40094,
    'This interaction has hit the maximum number of follow up messages',
  ],
  missingAccess: [403, 50001, 'Missing Access'],
  notInDirectMessage: [403, 50003, 'Cannot execute action on a DM channel'],
  notTheAuthor: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotMessageUser: [403, 50007, 'Cannot send messages to this user'],
  notATextChannel: [400, 50008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongDeleteCount: [
    400,
    50016,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  ],
  systemMessage: [403, 50021, 'Cannot execute action on a system message'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  deadToken: [401, 50027, 'Invalid Webhook Token'],
  tooOldToDelete: [400, 50034, 'A message provided was too old to bulk delete'],
  invalidBody: [400, 50035, 'Invalid Form Body'],
  archivedThread: [400, 50083, 'Thread is archived'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  threadLocked: [400, 160005, 'Thread is locked'],
  tooManyThreads: [400, 160006, 'Maximum number of active threads reached'],
  unreadableForward: [403, 160014, 'You cannot forward a message whose content you cannot read.'],
  serverError: [500, 0, '500: Internal Server Error'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>

export type Problem = keyof typeof problems

/** An answer with one of Discord's error codes; thrown by whatever finds the fault in a request. */
export class DiscordError extends Error {
  override name = 'DiscordError'
  readonly problem: Problem
  readonly status: number
  readonly body: Json

  /** Set on the 429s that a handler gives. */
  readonly retryAfterMs: number | undefined

  constructor(problem: Problem, errors?: Json, retryAfterMs?: number) {
    const [status, code, message] = problems[problem]
    super(message)
    this.problem = problem
    this.status = status
    this.retryAfterMs = retryAfterMs
    const named = status === 429 && code === 0 ? { message } : { message, code }
    this.body = errors === undefined ? named : { ...named, errors }
  }
}
