import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

const tooLong = {
  code: 50_035,
  message: 'Invalid Form Body',
  errors: {
    content: {
      _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }],
    },
  },
}

describe('messages', () => {
  it('hold 2,000 code points, and no more', async () => {
    await using scene = await startScene()
    const full = await scene.send('😀'.repeat(2000))
    expect(full).toMatchObject({ status: 200, body: { content: '😀'.repeat(2000) } })
    expect(await scene.send('a'.repeat(2001))).toMatchObject({ status: 400, body: tooLong })
    const path = `/channels/${scene.channel.id}/messages/${full.id}`
    const edited = await scene.call('PATCH', path, { content: 'a'.repeat(2001) })
    expect(edited).toMatchObject({ status: 400, body: tooLong })
  })

  it('are trimmed at both ends, and refused when nothing is left', async () => {
    await using scene = await startScene()
    const sent = await scene.send('\n  two  words \n')
    expect(sent.body).toMatchObject({ content: 'two  words' })
    expect(await scene.send(' \n\t')).toMatchObject({ status: 400, body: { code: 50_006 } })
    const path = `/channels/${scene.channel.id}/messages/${sent.id}`
    expect(await scene.call('PATCH', path, { content: '' })).toMatchObject({
      status: 400,
      body: { code: 50_006 },
    })
  })

  it('are made once for one nonce, for a few minutes', async () => {
    await using scene = await startScene()
    const create = (nonce: string, enforce_nonce = true) =>
      scene.call('POST', `/channels/${scene.channel.id}/messages`, {
        content: 'once',
        nonce,
        enforce_nonce,
      })
    const first = await create('n1')
    const again = await create('n1')
    expect(again).toMatchObject({ status: 200, body: { id: first.id, nonce: 'n1' } })
    expect((await create('n2')).id).not.toBe(first.id)
    expect((await create('n1', false)).id).not.toBe(first.id)
    scene.discord.skip(10 * 60_000)
    expect((await create('n2')).id).not.toBe(first.id)
    expect(scene.discord.messages(scene.channel.id)).toHaveLength(4)
    expect(await create('n'.repeat(26))).toMatchObject({ body: { code: 50_035 } })
  })

  it('are listed newest first, in pages that exclude their edge', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const said = ['a', 'b', 'c', 'd', 'e'].map((text) => discord.as(ann.id).say(channel.id, text))
    const list = async (query: string) => {
      const { body } = await scene.call('GET', `/channels/${channel.id}/messages?${query}`)
      return (body as { content: string }[]).map(({ content }) => content).join('')
    }
    expect(await list('limit=2')).toBe('ed')
    expect(await list(`limit=2&before=${said[3]?.id}`)).toBe('cb')
    expect(await list(`limit=2&after=${said[1]?.id}`)).toBe('dc')
    expect(await list(`limit=3&around=${said[2]?.id}`)).toBe('dcb')
    scene.discord.skip(5000)
    const tooMany = await scene.call('GET', `/channels/${channel.id}/messages?limit=101`)
    expect(tooMany).toMatchObject({ status: 400, body: { code: 50_035 } })
    discord.setOverwrite(channel.id, { id: scene.bot.id, deny: ['READ_MESSAGE_HISTORY'] })
    expect(await list('limit=2')).toBe('')
  })

  it('are edited by their author alone, and deleted also by moderators', async () => {
    await using scene = await startScene()
    const { discord, ann, channel, guild, bot } = scene
    const { id } = discord.as(ann.id).say(channel.id, 'mine')
    const path = `/channels/${channel.id}/messages/${id}`
    expect(await scene.call('PATCH', path, { content: 'yours' })).toMatchObject({
      status: 403,
      body: { code: 50_005 },
    })
    expect(await scene.call('DELETE', path)).toMatchObject({ status: 403, body: { code: 50_013 } })
    const role = discord.addRole(guild.id, { name: 'mod', permissions: ['MANAGE_MESSAGES'] })
    discord.giveRole(guild.id, bot.id, role.id)
    expect((await scene.call('DELETE', path)).status).toBe(204)
    expect((await scene.call('GET', path)).body).toMatchObject({ code: 10_008 })
  })

  it('keep what an edit does not name', async () => {
    await using scene = await startScene()
    const embeds = [{ title: 'T', fields: [{ name: 'n', value: 'v' }] }]
    const path = `/channels/${scene.channel.id}/messages`
    const { id } = await scene.call('POST', path, { content: 'a', embeds, flags: 1 << 12 })
    const edited = await scene.call('PATCH', `${path}/${id}`, { content: 'b' })
    expect(edited.body).toMatchObject({
      content: 'b',
      flags: 1 << 12,
      embeds: [{ type: 'rich', title: 'T', fields: [{ name: 'n', value: 'v', inline: false }] }],
    })
    const suppressed = await scene.call('PATCH', `${path}/${id}`, { flags: 1 << 2 })
    expect(suppressed.body).toMatchObject({ content: 'b', embeds: [] })
  })

  it('carry files, described or not, which an edit keeps or drops', async () => {
    await using scene = await startScene()
    const form = new FormData()
    const attachments = [{ id: '0', description: 'the whole answer' }]
    form.append('payload_json', JSON.stringify({ content: 'see', attachments }))
    form.append('files[0]', new Blob(['# Answer'], { type: 'text/markdown' }), 'answer.md')
    const path = `/channels/${scene.channel.id}/messages`
    const sent = await scene.call('POST', path, form)
    expect(sent.body).toMatchObject({
      attachments: [{ filename: 'answer.md', size: 8, description: 'the whole answer' }],
    })
    const [attachment] = scene.discord.message(sent.id)?.attachments ?? []
    expect(await (await fetch(attachment?.url ?? '')).text()).toBe('# Answer')
    const edit = (body: unknown) => scene.call('PATCH', `${path}/${sent.id}`, body)
    expect((await edit({ content: 'kept' })).body).toMatchObject({ attachments: [{ size: 8 }] })
    expect((await edit({ attachments: [] })).body).toMatchObject({ attachments: [] })
  })

  it('answer others with a mark, and not what is not there', async () => {
    await using scene = await startScene()
    const { discord, ann, channel } = scene
    const { id } = discord.as(ann.id).say(channel.id, 'question')
    const reply = (message_id: string, more: object = {}) =>
      scene.call('POST', `/channels/${channel.id}/messages`, {
        content: 'answer',
        message_reference: { message_id, ...more },
      })
    expect(await reply(id)).toMatchObject({
      body: {
        type: 19,
        referenced_message: { id, content: 'question' },
        mentions: [{ id: ann.id }],
      },
    })
    const gone = '100000000000000001'
    expect(await reply(gone)).toMatchObject({
      status: 400,
      body: { errors: { message_reference: { _errors: [{ code: 'REPLIES_UNKNOWN_MESSAGE' }] } } },
    })
    const lenient = await reply(gone, { fail_if_not_exists: false })
    expect(lenient).toMatchObject({ status: 200, body: { type: 0 } })
  })
})

describe('components', () => {
  const button = { type: 2, style: 1, label: 'Stop', custom_id: 'stop' }
  const row = (...components: object[]) => ({ type: 1, components })

  it.each([
    [
      'six rows',
      Array.from({ length: 6 }, (_, index) => row({ ...button, custom_id: `${index}` })),
    ],
    ['six buttons in a row', [row(...Array.from({ length: 6 }, () => button))]],
    ['the same custom_id twice', [row(button, button)]],
    ['a long label', [row({ ...button, label: 'x'.repeat(81) })]],
    ['a long custom_id', [row({ ...button, custom_id: 'x'.repeat(101) })]],
    ['a link without an address', [row({ type: 2, style: 5, label: 'x' })]],
    ['a button without a name', [row({ type: 2, style: 1, custom_id: 'x' })]],
    ['an empty row', [row()]],
    ['text outside of components V2', [{ type: 10, content: 'x' }]],
  ])('refuse %s', async (_, components) => {
    await using scene = await startScene()
    const path = `/channels/${scene.channel.id}/messages`
    const refused = await scene.call('POST', path, { content: 'x', components })
    expect(refused).toMatchObject({ status: 400, body: { code: 50_035 } })
  })

  it('come back numbered and complete', async () => {
    await using scene = await startScene()
    const select = {
      type: 3,
      custom_id: 'model',
      options: [{ label: 'small', value: 's' }],
    }
    const path = `/channels/${scene.channel.id}/messages`
    const sent = await scene.call('POST', path, {
      content: 'x',
      components: [row(button), row(select)],
    })
    expect(sent.body).toMatchObject({
      components: [
        { type: 1, id: 1, components: [{ ...button, id: 2 }] },
        { type: 1, id: 3, components: [{ ...select, id: 4, min_values: 1, max_values: 1 }] },
      ],
    })
  })

  it('of version 2 stand alone, and stay', async () => {
    await using scene = await startScene()
    const path = `/channels/${scene.channel.id}/messages`
    const components = [{ type: 17, components: [{ type: 10, content: 'hello' }] }]
    const sent = await scene.call('POST', path, { flags: 1 << 15, components })
    expect(sent.status).toBe(200)
    const withText = await scene.call('PATCH', `${path}/${sent.id}`, { content: 'no' })
    expect(withText).toMatchObject({ status: 400, body: { code: 50_035 } })
    const edited = await scene.call('PATCH', `${path}/${sent.id}`, { components, flags: 0 })
    expect(edited.body).toMatchObject({ flags: 1 << 15 })
  })
})

describe('pings', () => {
  it('reach whom the text names, by the defaults of a create', async () => {
    await using scene = await startScene()
    const { id } = await scene.send(`<@${scene.ben.id}> and @everyone`)
    expect(scene.discord.pings).toMatchObject([
      { messageId: id, userIds: [scene.ben.id], everyone: true, by: 'create', repliedUser: false },
    ])
  })

  it('come back with an edit that does not repeat allowed_mentions', async () => {
    await using scene = await startScene()
    const content = `<@${scene.ben.id}>`
    const path = `/channels/${scene.channel.id}/messages`
    const allowed_mentions = { parse: [] }
    const { id } = await scene.call('POST', path, { content, allowed_mentions })
    expect(scene.discord.pings).toEqual([])
    await scene.call('PATCH', `${path}/${id}`, { content, allowed_mentions })
    expect(scene.discord.pings).toEqual([])
    const { body } = await scene.call('PATCH', `${path}/${id}`, { content })
    expect(body).toMatchObject({ mentions: [{ id: scene.ben.id }] })
    expect(scene.discord.pings).toMatchObject([{ userIds: [scene.ben.id], by: 'edit' }])
  })

  it('reach the author replied to unless that is refused', async () => {
    await using scene = await startScene()
    const { id } = scene.discord.as(scene.ben.id).say(scene.channel.id, 'hi')
    const reply = (allowed_mentions: object) =>
      scene.call('POST', `/channels/${scene.channel.id}/messages`, {
        content: 'hello',
        message_reference: { message_id: id },
        allowed_mentions,
      })
    await reply({ parse: [], replied_user: false })
    await reply({ parse: [] })
    expect(scene.discord.pings).toEqual([])
    await reply({ parse: [], replied_user: true })
    expect(scene.discord.pings).toMatchObject([{ userIds: [scene.ben.id], repliedUser: true }])
  })

  it('to everyone need a permission', async () => {
    await using scene = await startScene()
    scene.discord.setOverwrite(scene.channel.id, { id: scene.bot.id, deny: ['MENTION_EVERYONE'] })
    expect((await scene.send('@everyone')).body).toMatchObject({ mention_everyone: false })
    expect(scene.discord.pings).toEqual([])
  })

  it('cannot be allowed twice over', async () => {
    await using scene = await startScene()
    const refused = await scene.call('POST', `/channels/${scene.channel.id}/messages`, {
      content: 'x',
      allowed_mentions: { parse: ['users'], users: [scene.ben.id] },
    })
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errors: {
          allowed_mentions: { _errors: [{ code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' }] },
        },
      },
    })
  })
})
