import type { Client } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { type Channel, ChannelKind, type Guild } from '../src/index.ts'
import { answer, type Held, held, webhook } from './held.ts'
import { type Scene, startScene } from './scene.ts'

const everywhere = {
  name: 'ask',
  description: 'Ask',
  integration_types: [0, 1],
  contexts: [0, 1, 2],
}

/** Ben's own app, a server without it, and ways to talk to other people. Nothing expires. */
async function installed(command: object = everywhere): Promise<{
  scene: Scene
  client: Client<true>
  elsewhere: Guild
  hall: Channel
}> {
  const scene = await startScene({ speed: 0.01, installTypes: [0, 1] })
  const { discord, ann, ben, bot } = scene
  discord.installForUser(bot.id, ben.id)
  const elsewhere = discord.addGuild({ name: 'elsewhere', owner: ann.id })
  discord.addMember(elsewhere.id, ben.id)
  const hall = discord.addChannel(elsewhere.id, { name: 'hall' })
  const client = await scene.connect()
  const path = `/applications/${bot.id}/commands`
  expect((await scene.call('PUT', path, [command])).status).toBe(200)
  return { scene, client, elsewhere, hall }
}

function asked(scene: Scene, channelId: string, userId: string = scene.ben.id): Promise<Held> {
  return held(scene, () => scene.discord.as(userId).command(channelId, 'ask'))
}

/** Discord's bits, as its documentation numbers them. */
const bits = {
  manageGuild: 1n << 5n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  mentionEveryone: 1n << 17n,
  externalEmojis: 1n << 18n,
  createThreads: 1n << 35n,
}

describe('an app that a person installed', () => {
  it('hears of a server that it is not in, and of itself as that person', async () => {
    const { scene, elsewhere, hall } = await installed()
    await using _ = scene
    const { data, done, ...interaction } = await asked(scene, hall.id)
    expect(data).toMatchObject({
      context: 0,
      guild_id: elsewhere.id,
      guild: { id: elsewhere.id, locale: 'en-US', features: [] },
      channel: { id: hall.id, type: 0, name: 'hall' },
      member: { user: { id: scene.ben.id } },
    })
    expect(data['authorizing_integration_owners']).toEqual({ 1: scene.ben.id })
    expect(data['channel']).not.toHaveProperty('permission_overwrites')
    const may = BigInt(String(data['app_permissions']))
    expect(may & bits.createThreads).toBe(bits.createThreads)
    expect(may & bits.manageGuild).toBe(0n)
    await answer(scene, interaction, { type: 4, data: { content: 'here' } })
    const { responseMessageId = '' } = await done
    expect(scene.discord.message(responseMessageId)).toMatchObject({
      content: 'here',
      ephemeralFor: undefined,
      guildId: elsewhere.id,
    })
  })

  it('is named by everyone who installed it here', async () => {
    const { scene } = await installed()
    await using _ = scene
    const { ben, guild, channel, bot, ann } = scene
    const owners = async (channelId: string, userId: string) =>
      (await asked(scene, channelId, userId)).data['authorizing_integration_owners']
    expect(await owners(channel.id, ben.id)).toEqual({ 0: guild.id, 1: ben.id })
    expect(await owners(channel.id, ann.id)).toEqual({ 0: guild.id })
    const direct = scene.discord.addDirectMessage(ben.id, bot.id)
    expect(await owners(direct.id, ben.id)).toEqual({ 0: '0', 1: ben.id })
    // A server's own command is there through the server alone.
    const inGuild = `/applications/${bot.id}/guilds/${guild.id}/commands`
    expect((await scene.call('PUT', inGuild, [everywhere])).status).toBe(200)
    expect(await owners(channel.id, ben.id)).toEqual({ 0: guild.id })
    scene.discord.removeMember(guild.id, ben.id)
    expect(await owners(direct.id, ben.id)).toEqual({ 1: ben.id })
  })

  it('can be used among people, with the others as recipients', async () => {
    const { scene } = await installed()
    await using _ = scene
    const { discord, ann, ben } = scene
    const cleo = discord.addUser({ name: 'cleo' })
    const two = discord.addDirectMessage(ben.id, ann.id)
    const group = discord.addGroupDirectMessage([ann.id, ben.id, cleo.id])
    const messages = bits.embedLinks | bits.attachFiles | bits.mentionEveryone
    const inTwo = await asked(scene, two.id)
    expect(inTwo.data).toMatchObject({
      context: 2,
      user: { id: ben.id },
      channel: { type: 1, recipients: [{ id: ann.id }] },
      app_permissions: String(messages),
    })
    expect(inTwo.data).not.toHaveProperty('member')
    expect(inTwo.data).not.toHaveProperty('guild')
    const inGroup = await asked(scene, group.id)
    expect(inGroup.data).toMatchObject({
      context: 2,
      channel: {
        type: ChannelKind.groupDirectMessage,
        owner_id: ann.id,
        recipients: [{ id: ann.id }, { id: cleo.id }],
      },
      app_permissions: String(messages),
    })
    await answer(scene, inGroup, { type: 4, data: { content: 'hello, you three' } })
    await expect(discord.as(ann.id).command(group.id, 'ask')).rejects.toThrow('No command')
  })

  it('sees and touches nothing there but by the interaction’s token', async () => {
    const { scene, client, hall } = await installed()
    await using _ = scene
    const { discord, ann, ben } = scene
    const group = discord.addGroupDirectMessage([ben.id, ann.id])
    const seen: string[] = []
    client.on('raw', ({ t }: { t: string }) => seen.push(t))
    for (const channelId of [hall.id, group.id]) {
      discord.as(ann.id).say(channelId, 'between us')
      const interaction = await asked(scene, channelId)
      const shown = { type: 4, data: { content: 'an answer' } }
      const { body } = await answer(scene, interaction, shown, '?with_response=true')
      const { responseMessageId = '' } = await interaction.done
      expect(body).toMatchObject({ interaction: { response_message_id: responseMessageId } })
      const original = webhook(scene, interaction.token, '/messages/@original')
      expect((await scene.call('PATCH', original, { content: 'more' })).status).toBe(200)
      const messages = `/channels/${channelId}/messages`
      const refused = { status: 403, body: { code: 50_001 } }
      for (const [method, path, sent] of [
        ['GET', `/channels/${channelId}`],
        ['GET', messages],
        ['POST', messages, { content: 'x' }],
        ['PATCH', `${messages}/${responseMessageId}`, { content: 'x' }],
        ['DELETE', `${messages}/${responseMessageId}`],
        ['POST', `${messages}/${responseMessageId}/threads`, { name: 'x' }],
        ['POST', `/channels/${channelId}/typing`],
      ] as const) {
        expect([path, await scene.call(method, path, sent)]).toMatchObject([path, refused])
      }
    }
    // What the gateway sent last is what came before it, too.
    await asked(scene, scene.channel.id)
    await expect.poll(() => seen.length).toBe(3)
    expect(seen).toEqual(['INTERACTION_CREATE', 'INTERACTION_CREATE', 'INTERACTION_CREATE'])
  })

  it('has five follow-ups there, and any number where it is a member', async () => {
    const { scene, hall } = await installed()
    await using _ = scene
    const counts: (readonly [number, unknown])[] = []
    for (const channelId of [hall.id, scene.channel.id]) {
      const interaction = await asked(scene, channelId)
      await answer(scene, interaction, { type: 4, data: { content: 'first' } })
      const path = webhook(scene, interaction.token)
      const all: number[] = []
      for (let count = 0; count < 6; count += 1) {
        const { status, body } = await scene.call('POST', path, { content: `${count}` })
        all.push(status)
        if (status !== 200) counts.push([count, body])
        // Two seconds, at a hundredth of the speed.
        scene.discord.skip(200_000)
      }
      expect(all.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
    }
    expect(counts).toEqual([[5, { code: 40_094, message: expect.stringContaining('follow up') }]])
  })

  it('answers in secret where the person may not use external apps, or not write', async () => {
    const { scene, elsewhere, hall } = await installed()
    await using _ = scene
    const { discord, ben } = scene
    const quiet = discord.addChannel(elsewhere.id, {
      name: 'quiet',
      overwrites: [{ id: elsewhere.id, deny: ['SEND_MESSAGES'] }],
    })
    discord.setOverwrite(hall.id, { id: ben.id, deny: ['USE_EXTERNAL_APPS'] })
    discord.setOverwrite(scene.channel.id, { id: ben.id, deny: ['USE_EXTERNAL_APPS'] })
    const visibility = async (channelId: string) => {
      const interaction = await asked(scene, channelId)
      await answer(scene, interaction, { type: 5 })
      const path = webhook(scene, interaction.token)
      await scene.call('PATCH', `${path}/messages/@original`, { content: 'first' })
      const second = await scene.call('POST', path, { content: 'second' })
      const { responseMessageId = '' } = await interaction.done
      return [responseMessageId, second.id].map((id) => discord.message(id)?.ephemeralFor)
    }
    expect(await visibility(hall.id)).toEqual([ben.id, ben.id])
    expect(await visibility(quiet.id)).toEqual([ben.id, ben.id])
    // Where the app is a member the permission does not matter.
    expect(await visibility(scene.channel.id)).toEqual([undefined, undefined])
  })

  it('answers buttons of others in the name of the person it was installed by', async () => {
    const { scene, hall } = await installed()
    await using _ = scene
    const interaction = await asked(scene, hall.id)
    const button = { type: 2, style: 1, label: 'More', custom_id: 'more' }
    const components = [{ type: 1, components: [button] }]
    await answer(scene, interaction, { type: 4, data: { content: 'one', components } })
    const { responseMessageId = '' } = await interaction.done
    const pressed = await held(scene, () =>
      scene.discord.as(scene.ann.id).press(responseMessageId, 'more'),
    )
    expect(pressed.data).toMatchObject({
      member: { user: { id: scene.ann.id } },
      message: { interaction_metadata: { authorizing_integration_owners: { 1: scene.ben.id } } },
    })
    expect(pressed.data['authorizing_integration_owners']).toEqual({ 1: scene.ben.id })
    const updated = await answer(scene, pressed, { type: 7, data: { content: 'two' } })
    expect(updated.status).toBe(204)
    expect(scene.discord.message(responseMessageId)?.content).toBe('two')
  })

  it('does not become a member of the thread it is used in', async () => {
    const { scene, hall } = await installed()
    await using _ = scene
    const thread = scene.discord.as(scene.ben.id).openThread(hall.id, 'talk')
    const interaction = await asked(scene, thread.id)
    await answer(scene, interaction, { type: 4, data: { content: 'here' } })
    expect(scene.discord.thread(thread.id)?.memberIds).toEqual([scene.ben.id])
  })
})

describe('commands', () => {
  it('are offered where their contexts and installations say', async () => {
    const { scene, hall } = await installed({ ...everywhere, contexts: [0] })
    await using _ = scene
    const { discord, ben, ann, bot } = scene
    const direct = discord.addDirectMessage(ben.id, bot.id)
    const two = discord.addDirectMessage(ben.id, ann.id)
    const path = `/applications/${bot.id}/commands`
    const places = { home: scene.channel.id, hall: hall.id, direct: direct.id, two: two.id }
    const offered = async (command: object) => {
      scene.discord.skip(6_000_000)
      expect((await scene.call('PUT', path, [command])).status).toBe(200)
      const found: string[] = []
      for (const [name, channelId] of Object.entries(places)) {
        const used = asked(scene, channelId)
        await used.then(
          () => found.push(name),
          (error) => expect(String(error)).toContain('No command "ask"'),
        )
      }
      return found
    }
    const plain = { name: 'ask', description: 'Ask' }
    expect(await offered({ ...everywhere, contexts: [0] })).toEqual(['home', 'hall'])
    expect(await offered({ ...everywhere, contexts: [1, 2] })).toEqual(['direct', 'two'])
    expect(await offered({ ...everywhere, integration_types: [1] })).toEqual([
      'home',
      'hall',
      'direct',
      'two',
    ])
    expect(await offered({ ...everywhere, integration_types: [0] })).toEqual(['home', 'direct'])
    // Nothing said: the app's own installations, and no place of other people.
    expect(await offered(plain)).toEqual(['home', 'hall', 'direct'])
    expect(scene.discord.commands(bot.id)).toMatchObject([
      { integration_types: [0, 1], contexts: null },
    ])
  })

  it('of an app for servers alone are for servers, until the app says otherwise', async () => {
    await using scene = await startScene()
    const { discord, bot, ben } = scene
    const install = () => discord.installForUser(bot.id, ben.id)
    expect(install).toThrow('cannot be installed for users')
    await scene.register()
    expect(discord.commands(bot.id)).toMatchObject([{ integration_types: [0] }])
    const config = { 0: {}, 1: {} }
    const { body } = await scene.call('PATCH', '/applications/@me', {
      integration_types_config: config,
    })
    expect(body).toMatchObject({ integration_types_config: config })
    install()
    expect((await scene.call('GET', '/applications/@me')).body).toMatchObject({
      approximate_user_install_count: 1,
    })
    // Commands that are there already stay as they are.
    expect(discord.commands(bot.id)).toMatchObject([{ integration_types: [0] }])
  })
})

describe('a group', () => {
  it('is of people alone, who talk there', async () => {
    await using scene = await startScene()
    const { discord, ann, ben, bot } = scene
    expect(() => discord.addGroupDirectMessage([ann.id, bot.id])).toThrow('cannot be in a group')
    const group = discord.addGroupDirectMessage([ann.id, ben.id])
    discord.as(ben.id).say(group.id, 'hi')
    expect(discord.messages(group.id)).toMatchObject([{ content: 'hi', authorId: ben.id }])
    const cleo = discord.addUser({ name: 'cleo' })
    expect(() => discord.as(cleo.id).say(group.id, 'me too')).toThrow('VIEW_CHANNEL')
  })
})
