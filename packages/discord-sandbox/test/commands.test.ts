import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

const ask = {
  name: 'ask',
  description: 'Ask',
  options: [{ type: 3, name: 'question', description: 'What?', required: true }],
}

describe('application commands', () => {
  it.each([
    ['an upper-case name', { ...ask, name: 'Ask' }, 'name'],
    ['a name with a space', { ...ask, name: 'a b' }, 'name'],
    ['no description', { ...ask, description: '' }, 'description'],
    ['a long description', { ...ask, description: 'x'.repeat(101) }, 'description'],
    [
      'a required option after another',
      { ...ask, options: [{ ...ask.options[0], required: false, name: 'a' }, ask.options[0]] },
      'options',
    ],
    ['the same option twice', { ...ask, options: [ask.options[0], ask.options[0]] }, 'options'],
    ['a described menu', { type: 3, name: 'Explain', description: 'no' }, 'description'],
  ])('refuse %s, and say where', async (_, command, field) => {
    await using scene = await startScene()
    const path = `/applications/${scene.bot.id}/commands`
    expect(await scene.call('POST', path, command)).toMatchObject({
      status: 400,
      body: { code: 50_035, errors: { [field]: expect.anything() } },
    })
    expect(await scene.call('PUT', path, [command])).toMatchObject({
      status: 400,
      body: { code: 50_035 },
    })
  })

  it('keep their ids over a replacement, and their versions while nothing changed', async () => {
    await using scene = await startScene()
    const path = `/applications/${scene.bot.id}/commands`
    const put = async (...commands: object[]) => {
      const { body } = await scene.call('PUT', path, commands)
      return body as { id: string; version: string; name: string }[]
    }
    const menu = { type: 3, name: 'Explain this', description: '' }
    const [first] = await put(ask, menu)
    const [same] = await put(ask)
    expect(same).toEqual(first)
    scene.discord.skip(60_000)
    const [changed] = await put({ ...ask, description: 'Ask more' })
    expect(changed?.id).toBe(first?.id)
    expect(changed?.version).not.toBe(first?.version)
    expect(scene.discord.commands(scene.bot.id)).toHaveLength(1)
  })

  it('are listed with their translations only when asked', async () => {
    await using scene = await startScene()
    const path = `/applications/${scene.bot.id}/commands`
    const name_localizations = { de: 'frage' }
    await scene.call('POST', path, { ...ask, name_localizations })
    expect((await scene.call('GET', path)).body).not.toMatchObject([{ name_localizations }])
    const { body } = await scene.call('GET', `${path}?with_localizations=true`)
    expect(body).toMatchObject([{ name_localizations }])
  })

  it('of one guild stand beside the global ones and can be changed and deleted', async () => {
    await using scene = await startScene()
    const path = `/applications/${scene.bot.id}/guilds/${scene.guild.id}/commands`
    const created = await scene.call('POST', path, ask)
    expect(created).toMatchObject({ status: 201, body: { guild_id: scene.guild.id } })
    const changed = await scene.call('PATCH', `${path}/${created.id}`, { description: 'New' })
    expect(changed.body).toMatchObject({ id: created.id, description: 'New', name: 'ask' })
    expect(scene.discord.commands(scene.bot.id)).toEqual([])
    expect((await scene.call('DELETE', `${path}/${created.id}`)).status).toBe(204)
    expect((await scene.call('GET', `${path}/${created.id}`)).body).toMatchObject({ code: 10_063 })
  })
})

describe('the API as a whole', () => {
  it('knows its routes, methods, ids and JSON', async () => {
    await using scene = await startScene()
    expect(await scene.call('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { message: '404: Not Found', code: 0 },
    })
    expect((await scene.call('PUT', '/users/@me')).status).toBe(405)
    expect(await scene.call('GET', '/channels/general')).toMatchObject({
      status: 400,
      body: { errors: { channel_id: { _errors: [{ code: 'NUMBER_TYPE_COERCE' }] } } },
    })
    const unknown = '/channels/100000000000000001'
    expect((await scene.call('GET', unknown)).body).toMatchObject({ code: 10_003 })
    const response = await fetch(`${scene.discord.apiUrl}/channels/${scene.channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${scene.bot.token}`, 'content-type': 'application/json' },
      body: '{',
    })
    expect(await response.json()).toMatchObject({ code: 50_109 })
  })

  it('shows the bot itself, its guild and its people', async () => {
    await using scene = await startScene()
    const { bot, guild, ben, channel } = scene
    expect((await scene.call('GET', '/users/@me')).body).toMatchObject({ id: bot.id, bot: true })
    expect((await scene.call('GET', `/users/${ben.id}`)).body).toMatchObject({ username: 'ben' })
    const path = `/guilds/${guild.id}`
    expect((await scene.call('GET', `${path}?with_counts=true`)).body).toMatchObject({
      name: 'home',
      approximate_member_count: 3,
    })
    expect((await scene.call('GET', `${path}/channels`)).body).toMatchObject([{ id: channel.id }])
    expect((await scene.call('GET', `${path}/roles`)).body).toMatchObject([{ name: '@everyone' }])
    expect((await scene.call('GET', `${path}/members/${ben.id}`)).body).toMatchObject({
      user: { id: ben.id },
    })
  })

  it('lets an app switch on its own privileged intent', async () => {
    await using scene = await startScene({ messageContent: false })
    expect((await scene.call('GET', '/applications/@me')).body).toMatchObject({ flags: 0 })
    const changed = await scene.call('PATCH', '/applications/@me', { flags: 1 << 19 })
    expect(changed.body).toMatchObject({ flags: 1 << 19 })
    await expect(scene.connect()).resolves.toBeDefined()
  })

  it('reacts, pins and types', async () => {
    await using scene = await startScene()
    const { id } = await scene.send('look')
    const path = `/channels/${scene.channel.id}/messages/${id}/reactions/%F0%9F%91%8D`
    expect((await scene.call('PUT', `${path}/@me`)).status).toBe(204)
    expect((await scene.call('GET', path)).body).toMatchObject([{ id: scene.bot.id }])
    const { body } = await scene.call('GET', `/channels/${scene.channel.id}/messages/${id}`)
    expect(body).toMatchObject({ reactions: [{ emoji: { name: '👍' }, count: 1, me: true }] })
    const pins = `/channels/${scene.channel.id}/messages/pins`
    expect((await scene.call('PUT', `${pins}/${id}`)).body).toMatchObject({ code: 50_013 })
    const role = scene.discord.addRole(scene.guild.id, {
      name: 'pins',
      permissions: ['PIN_MESSAGES'],
    })
    scene.discord.giveRole(scene.guild.id, scene.bot.id, role.id)
    expect((await scene.call('PUT', `${pins}/${id}`)).status).toBe(204)
    expect((await scene.call('GET', pins)).body).toMatchObject({ items: [{ message: { id } }] })
    expect((await scene.call('POST', `/channels/${scene.channel.id}/typing`)).status).toBe(204)
  })

  it('opens direct messages, only with people it shares a server with', async () => {
    await using scene = await startScene()
    const stranger = scene.discord.addUser({ name: 'stranger' })
    const open = (recipient_id: string) =>
      scene.call('POST', '/users/@me/channels', { recipient_id })
    const { id } = await open(scene.ben.id)
    expect((await open(scene.ben.id)).id).toBe(id)
    expect((await scene.send('psst', id)).status).toBe(200)
    const other = await open(stranger.id)
    expect(await scene.send('psst', other.id)).toMatchObject({
      status: 403,
      body: { code: 50_007 },
    })
  })
})
