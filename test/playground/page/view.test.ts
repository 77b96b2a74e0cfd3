import { describe, expect, it } from 'vitest'
import { GuildView } from '../../../playground/page/view.ts'
import type { PageMessage, ServerEvent } from '../../../playground/page/wire.ts'

const you = { id: '100000000000000001', username: 'you', global_name: 'You' }
const bot = { id: '100000000000000002', username: 'Platen', bot: true }
const channelId = '100000000000000003'
const answerId = '100000000000000004'

function scene(): GuildView {
  const view = new GuildView([{ id: bot.id, name: 'Platen' }])
  view.receive('CHANNEL_CREATE', { id: channelId, type: 0, name: 'general' })
  return view
}

function message(rest: object) {
  return {
    id: answerId,
    channel_id: channelId,
    type: 0,
    author: bot,
    content: '',
    timestamp: '2026-01-01T00:00:00.000Z',
    edited_timestamp: null,
    ...rest,
  }
}

function thread(rest: object = {}) {
  const thread_metadata = { archived: false, locked: false }
  return { id: answerId, type: 11, name: 'a', parent_id: channelId, thread_metadata, ...rest }
}

function messagesIn(events: readonly ServerEvent[]): PageMessage[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.message] : []))
}

function only(events: readonly ServerEvent[]): PageMessage {
  const [first, ...others] = messagesIn(events)
  if (first === undefined || others.length > 0) throw new Error('Expected exactly one message')
  return first
}

describe('GuildView', () => {
  it('shows a deferred command as thinking, with who used it', () => {
    const shown = only(
      scene().receive(
        'MESSAGE_CREATE',
        message({ type: 20, flags: 128, interaction_metadata: { user: you, name: 'ask' } }),
      ),
    )
    expect(shown).toMatchObject({
      isThinking: true,
      isEdited: false,
      usedCommand: { userName: 'You', command: '/ask' },
      author: { name: 'Platen', isBot: true },
    })
  })

  it('shows each edit', () => {
    const view = scene()
    view.receive('MESSAGE_CREATE', message({ flags: 128 }))
    const edited = { content: '**a**', edited_timestamp: '2026-01-01T00:00:01.000Z' }
    const shown = only(view.receive('MESSAGE_UPDATE', message(edited)))
    expect(shown).toMatchObject({ isThinking: false, isEdited: true })
    expect(JSON.stringify(shown.body)).toContain('bold')
    expect(view.messages).toEqual([shown])
  })

  it('puts a thread on the message it was made on and counts what is in it', () => {
    const view = scene()
    view.receive('MESSAGE_CREATE', message({ content: 'a' }))
    expect(only(view.receive('THREAD_CREATE', thread())).thread).toEqual({
      id: answerId,
      name: 'a',
      messageCount: 0,
    })
    const inThread = { id: '100000000000000005', channel_id: answerId, author: you }
    const [said, starter] = messagesIn(view.receive('MESSAGE_CREATE', message(inThread)))
    expect(said).toMatchObject({ channelId: answerId, author: { name: 'You', isBot: false } })
    expect(starter).toMatchObject({ id: answerId, thread: { messageCount: 1 } })
  })

  it('shows the message a thread was made on at its beginning, and follows its edits', () => {
    const view = scene()
    view.receive('MESSAGE_CREATE', message({ content: 'first' }))
    view.receive('THREAD_CREATE', thread())
    const starter = { id: '100000000000000005', channel_id: answerId, type: 21 }
    view.receive('MESSAGE_CREATE', message(starter))
    const shown = messagesIn(view.receive('MESSAGE_UPDATE', message({ content: 'second' })))
    const texts = shown.map(({ channelId, body }) => [channelId, body])
    const body = [{ kind: 'paragraph', children: [{ kind: 'text', text: 'second' }] }]
    expect(texts).toEqual([
      [channelId, body],
      [answerId, body],
    ])
    expect(view.messages[0]?.thread?.messageCount).toBe(0)
  })

  it('forgets what was deleted', () => {
    const view = scene()
    view.receive('MESSAGE_CREATE', message({}))
    expect(view.receive('MESSAGE_DELETE', { id: answerId, channel_id: channelId })).toEqual([
      { type: 'message-gone', channelId, messageId: answerId },
    ])
    view.receive('MESSAGE_CREATE', message({}))
    expect(view.receive('CHANNEL_DELETE', { id: channelId })).toEqual([
      { type: 'channel-gone', channelId },
    ])
    expect([view.messages, view.channels]).toEqual([[], []])
  })

  it('names who is typing, and mentions', () => {
    const view = scene()
    expect(view.receive('TYPING_START', { channel_id: channelId, user_id: bot.id })).toEqual([
      { type: 'typing', channelId, name: 'Platen' },
    ])
    const shown = only(view.receive('MESSAGE_CREATE', message({ content: `<#${channelId}>` })))
    expect(JSON.stringify(shown.body)).toContain('#general')
  })

  it('shows replies, also to a message that is gone', () => {
    const reply = { type: 19, referenced_message: message({ content: `a\n${'b'.repeat(100)}` }) }
    expect(only(scene().receive('MESSAGE_CREATE', message(reply))).reply).toEqual({
      authorName: 'Platen',
      excerpt: `a ${'b'.repeat(78)}…`,
    })
    const gone = only(scene().receive('MESSAGE_CREATE', message({ referenced_message: null })))
    expect(gone.reply?.excerpt).toContain('deleted')
  })

  it('shows rows of buttons, and leaves out what it cannot draw', () => {
    const button = { type: 2, style: 4, label: 'Stop', custom_id: 'stop' }
    const link = { type: 2, style: 5, label: 'Read', url: 'https://a.example', disabled: true }
    const components = [
      { type: 1, components: [button, link] },
      { type: 1, components: [{ type: 3, custom_id: 'menu', options: [] }] },
      { type: 10, content: 'text' },
    ]
    expect(only(scene().receive('MESSAGE_CREATE', message({ components }))).buttons).toEqual([
      [
        { label: 'Stop', style: 'danger', isDisabled: false, customId: 'stop' },
        { label: 'Read', style: 'link', isDisabled: true, url: 'https://a.example' },
      ],
    ])
  })

  it('marks messages that only one person sees, and lists attachments', () => {
    const attachments = [{ filename: 'a.md', url: 'http://127.0.0.1/a.md', size: 5 }]
    expect(
      only(scene().receive('MESSAGE_CREATE', message({ flags: 64, attachments }))),
    ).toMatchObject({ isEphemeral: true, attachments: [{ name: 'a.md', sizeBytes: 5 }] })
  })

  it('ignores channels that are no place to write, and events it does not know', () => {
    const view = scene()
    expect(view.receive('CHANNEL_CREATE', { id: '1', type: 4, name: 'a category' })).toEqual([])
    expect(view.receive('PRESENCE_UPDATE', {})).toEqual([])
    expect(view.channels.map(({ name }) => name)).toEqual(['general'])
  })
})
