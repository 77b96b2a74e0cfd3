import fc from 'fast-check'
import { type ModelAnswer, type ModelServer, type Script, startModelServer } from 'model-sandbox'
import { APIError } from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Model, ModelFailure, type PromptMessage } from '../../src/core/model.ts'
import { MessageRoles } from '../../src/model/message-roles.ts'
import { connect, openaiModel } from '../../src/model/openai.ts'

const alternate = 'Conversation roles must alternate user/assistant/user/assistant/...'
const noSystem = 'System role not supported'

const system = { role: 'system', text: 'Be kind.' } as const
const user = (text: string) => ({ role: 'user', text }) as const
const assistant = (text: string) => ({ role: 'assistant', text }) as const

/** Two people wrote before the model answered. */
const messages = [system, user('Why?'), user('And how?'), assistant('So.'), user('Hm?')]
const plain = ['system: Be kind.', 'user: Why?', 'user: And how?', 'assistant: So.', 'user: Hm?']
const joined = ['system: Be kind.', 'user: Why?\n\nAnd how?', 'assistant: So.', 'user: Hm?']
const folded = ['user: Be kind.\n\nWhy?\n\nAnd how?', 'assistant: So.', 'user: Hm?']

describe('a model with a strict template', () => {
  let server: ModelServer
  let model: Model
  beforeEach(async () => {
    server = await startModelServer()
    const client = connect({ apiKey: 'key', baseUrl: server.baseUrl })
    model = openaiModel(client, async () => 'test-model')
  })
  afterEach(() => server[Symbol.asyncDispose]())

  const { signal } = new AbortController()

  async function answerTo(asked: readonly PromptMessage[], name?: string): Promise<string> {
    let text = ''
    for await (const event of model.stream({ messages: asked, model: name }, signal)) {
      if (event.kind === 'text') text += event.text
    }
    return text
  }

  /** What was asked, request by request. */
  const asked = () =>
    server.requests.map(({ messages }) =>
      messages.map(({ role, content }) => `${role}: ${content}`),
    )

  /** Refuses as a template does, by the roles that it gets, and answers what it takes. */
  function strict(
    { takesSystem }: { takesSystem: boolean },
    refuse: (answer: ModelAnswer, message: string) => void,
  ): Script {
    return (answer, { messages, body }) => {
      const roles = messages.map(({ role }) => role)
      const rest = takesSystem && roles[0] === 'system' ? roles.slice(1) : roles
      if (rest.includes('system')) return refuse(answer, noSystem)
      if (rest.some((role, index) => (role === 'user') !== (index % 2 === 0))) {
        return refuse(answer, alternate)
      }
      if (body['stream']) answer.text('Yes.').finish('stop').done()
      else answer.whole('Yes.')
    }
  }

  const by = (status: number) => (answer: ModelAnswer, message: string) =>
    answer.error(status, message)

  it('gets the messages as they are as long as it minds nothing', async () => {
    expect(await answerTo(messages)).toBe('Yes.')
    expect(asked()).toEqual([plain])
  })

  it('gets neighbours of the same role joined, and the next time at once', async () => {
    server.always(strict({ takesSystem: true }, by(400)))
    expect(await answerTo(messages)).toBe('Yes.')
    expect(await answerTo([...messages, assistant('Yes.'), user('Sure?')])).toBe('Yes.')
    expect(asked()).toEqual([plain, joined, [...joined, 'assistant: Yes.', 'user: Sure?']])
  })

  it('gets the system’s text in front of the first user’s, and the next time at once', async () => {
    server.always(strict({ takesSystem: false }, by(400)))
    expect(await answerTo(messages)).toBe('Yes.')
    expect(await answerTo(messages)).toBe('Yes.')
    expect(asked()).toEqual([plain, folded, folded])
  })

  it('gets the system’s text as the user’s where the first turn is its own', async () => {
    server.always(strict({ takesSystem: false }, by(400)))
    expect(await answerTo([system, assistant('Hello.'), user('Hi.')])).toBe('Yes.')
    expect(asked().at(-1)).toEqual(['user: Be kind.', 'assistant: Hello.', 'user: Hi.'])
  })

  it('may mind the order of messages where it means the system turn', async () => {
    const anyOrder = (answer: ModelAnswer) => answer.error(400, alternate)
    server.always(strict({ takesSystem: false }, anyOrder))
    expect(await answerTo([system, user('Why?')])).toBe('Yes.')
    expect(await answerTo(messages, 'other')).toBe('Yes.')
    expect(asked()).toEqual([
      ['system: Be kind.', 'user: Why?'],
      ['user: Be kind.\n\nWhy?'],
      plain,
      joined,
      folded,
    ])
  })

  it('is known by its name: another model gets the messages as they are', async () => {
    server.next(strict({ takesSystem: true }, by(400)), strict({ takesSystem: true }, by(400)))
    await answerTo(messages, 'strict')
    await answerTo(messages, 'easy')
    await answerTo(messages, 'strict')
    expect(asked()).toEqual([plain, joined, plain, joined])
  })

  it('is asked three times at most, and what did not help is not remembered', async () => {
    server.always((answer) => answer.error(400, alternate))
    await expect(answerTo(messages)).rejects.toMatchObject({ kind: 'rejected' })
    expect(asked()).toEqual([plain, joined, folded])
    server.always((answer) => answer.error(400, noSystem))
    await expect(answerTo(messages)).rejects.toMatchObject({ kind: 'rejected' })
    expect(asked().slice(3)).toEqual([plain, folded])
  })

  it('is asked once more for a whole answer, too', async () => {
    server.always(strict({ takesSystem: false }, by(400)))
    expect(await model.complete({ messages, maxTokens: 9 }, signal)).toBe('Yes.')
    expect(asked()).toEqual([plain, folded])
    expect(server.requests.map(({ body }) => body['max_tokens'])).toEqual([9, 9])
  })

  it('may say so after it took the request, but not after its first words', async () => {
    const inStream = (answer: ModelAnswer, message: string) =>
      answer.raw(`event: error\ndata: ${JSON.stringify({ error: { message } })}\n\n`).end()
    server.always(strict({ takesSystem: true }, inStream))
    expect(await answerTo(messages)).toBe('Yes.')
    expect(asked()).toEqual([plain, joined])

    server.always((answer) => inStream(answer.text('Well'), noSystem))
    await expect(answerTo(messages)).rejects.toMatchObject({ kind: 'broken' })
    expect(server.requests).toHaveLength(3)
  })

  // As servers word it; the status is theirs.
  it.each([
    ['vLLM', 400, 'Conversation roles must alternate user/assistant/user/assistant/...', joined],
    [
      'llama.cpp',
      500,
      '\n------------\nWhile executing CallExpression at line 189, column 32 in source:\n...== 0) %}↵ {{- raise_exception("After the optional system message, con...\nError: Jinja Exception: After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results.',
      joined,
    ],
    [
      'DeepSeek',
      400,
      'deepseek-reasoner does not support successive user or assistant messages (messages[1] and messages[2] in your input). You should interleave the user/assistant messages in the message sequence.',
      joined,
    ],
    [
      'Perplexity',
      400,
      'After the (optional) system message(s), user and assistant roles should be alternating.',
      joined,
    ],
    [
      'Perplexity since',
      400,
      'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
      joined,
    ],
    ['Gemma', 400, 'System role not supported', folded],
    [
      'LM Studio',
      400,
      'Error rendering prompt with jinja template: "Only user and assistant roles are supported!".',
      folded,
    ],
    [
      'OpenAI’s o1-mini',
      400,
      "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
      folded,
    ],
    ['Google', 400, 'Developer instruction is not enabled for models/gemma-3-27b-it', folded],
  ])('is understood in the words of %s', async (_, status, message, expected) => {
    server.always((answer, request) => {
      const isPlain = request.messages.length === plain.length
      if (isPlain) answer.error(status, message)
      else answer.text('Yes.').finish('stop').done()
    })
    expect(await answerTo(messages)).toBe('Yes.')
    expect(asked().at(-1)).toEqual(expected)
  })

  it.each([
    ['an old vLLM', { object: 'error', message: noSystem, type: 'BadRequestError', code: 400 }],
    ['Google', [{ error: { code: 400, message: 'Developer instruction is not enabled for it' } }]],
    ['a server of FastAPI', { detail: noSystem }],
    ['a server with few words', { error: noSystem }],
  ])('is understood in the words of %s', async (_, body) => {
    server.next((answer) => answer.json(400, body))
    expect(await answerTo(messages)).toBe('Yes.')
    expect(asked()).toEqual([plain, folded])
  })

  it('is not taken for one that minds something else', async () => {
    server.always((answer) => answer.json(400, { message: 'The prompt is too long: 9 > 8' }))
    const failure = await answerTo(messages).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ModelFailure)
    expect(failure).toMatchObject({ kind: 'rejected', message: /The prompt is too long: 9 > 8/ })
    for (const request of asked()) expect(request).toEqual(plain)
  })
})

describe('Forms', () => {
  it('keeps what was said before as it was when messages follow, in every form', async () => {
    const turn = fc.record({
      role: fc.constantFrom('user' as const, 'assistant' as const),
      text: fc.string({ minLength: 1 }),
    })
    const complaint = fc.constantFrom([], [alternate], [noSystem])
    await fc.assert(
      fc.asyncProperty(fc.array(turn), turn, complaint, async (history, next, complaints) => {
        const forms = new MessageRoles()
        const left = [...complaints]
        const put = (all: readonly PromptMessage[]) =>
          forms.ask('any', all, async (formed) => {
            const message = left.shift()
            if (message === undefined) return formed
            throw new APIError(400, { message }, undefined, new Headers())
          })
        const before = await put([system, ...history])
        const after = await put([system, ...history, next])
        const last = before.length - 1
        expect(after.slice(0, last)).toEqual(before.slice(0, last))
        expect(after[last]?.role).toBe(before[last]?.role)
        expect(after[last]?.text.startsWith(before[last]?.text ?? 'nothing')).toBe(true)
        expect(after.at(-1)?.text.endsWith(next.text)).toBe(true)
      }),
    )
  })
})
