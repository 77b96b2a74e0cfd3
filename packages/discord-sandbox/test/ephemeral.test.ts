import { GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { answer, type Held, held, webhook } from './held.ts'
import { type Scene, startScene } from './scene.ts'

const secret = 64

/** A connected bot, and what its gateway sent. Nothing expires. */
async function quietScene(): Promise<{ scene: Scene; seen: string[] }> {
  const scene = await startScene({ speed: 0.01 })
  const { Guilds, GuildMessages, GuildMessageReactions } = GatewayIntentBits
  const client = await scene.connect({ intents: [Guilds, GuildMessages, GuildMessageReactions] })
  await scene.register({ type: 3, name: 'Explain' })
  const seen: string[] = []
  client.on('raw', ({ t, d }: { t: string; d: { content?: string } }) => seen.push(d.content ?? t))
  return { scene, seen }
}

function asked(scene: Scene): Promise<Held> {
  return held(scene, () =>
    scene.discord.as(scene.ann.id).command(scene.channel.id, 'ask', { question: 'why?' }),
  )
}

/** Answers with an ephemeral message that has a button. */
async function answered(scene: Scene): Promise<{ interaction: Held; id: string }> {
  const interaction = await asked(scene)
  const button = { type: 2, style: 1, label: 'More', custom_id: 'more' }
  const components = [{ type: 1, components: [button] }]
  const data = { content: `for you, <@${scene.ben.id}>`, flags: secret, components }
  await answer(scene, interaction, { type: 4, data })
  const { responseMessageId = '' } = await interaction.done
  return { interaction, id: responseMessageId }
}

describe('an ephemeral message', () => {
  it('is unknown to the bot’s own token, whatever it wants', async () => {
    const { scene } = await quietScene()
    await using _ = scene
    const { id } = await answered(scene)
    const messages = `/channels/${scene.channel.id}/messages`
    for (const [method, path, sent] of [
      ['GET', `${messages}/${id}`],
      ['PATCH', `${messages}/${id}`, { content: 'x' }],
      ['DELETE', `${messages}/${id}`],
      ['POST', `${messages}/${id}/threads`, { name: 'x' }],
      ['PUT', `${messages}/${id}/reactions/%F0%9F%91%8D/@me`],
      ['PUT', `${messages}/pins/${id}`],
    ] as const) {
      const unknown = { status: 404, body: { code: 10_008 } }
      expect([path, await scene.call(method, path, sent)]).toMatchObject([path, unknown])
    }
    const reply = { content: 'x', message_reference: { message_id: id } }
    expect(await scene.call('POST', messages, reply)).toMatchObject({
      status: 400,
      body: { code: 50_035 },
    })
    expect((await scene.call('GET', messages)).body).toEqual([])
    const around = await scene.call('GET', `${messages}?around=${id}`)
    expect(around.body).toEqual([])
    expect((await scene.call('GET', `/channels/${scene.channel.id}`)).body).toMatchObject({
      last_message_id: null,
    })
  })

  it('lives by the interaction’s token, without an event', async () => {
    const { scene, seen } = await quietScene()
    await using _ = scene
    const { interaction, id } = await answered(scene)
    const path = webhook(scene, interaction.token)
    const original = `${path}/messages/@original`
    expect((await scene.call('GET', original)).body).toMatchObject({ id, flags: secret })
    const edited = await scene.call('PATCH', `${path}/messages/${id}`, { content: 'more' })
    expect(edited.body).toMatchObject({ id, content: 'more', flags: secret })
    // What the first response was, it stays.
    expect((await scene.call('PATCH', original, { content: 'x', flags: 0 })).body).toMatchObject({
      flags: secret,
    })
    const next = await scene.call('POST', path, { content: 'psst', flags: secret })
    expect(next.body).toMatchObject({ flags: secret })
    expect((await scene.call('DELETE', original)).status).toBe(204)
    expect(scene.discord.message(id)).toBeUndefined()
    await scene.send('for all')
    await expect.poll(() => seen.at(-1)).toBe('for all')
    expect(seen).toEqual(['INTERACTION_CREATE', 'for all'])
  })

  it('is seen by the one who asked alone, and pings nobody', async () => {
    const { scene } = await quietScene()
    await using _ = scene
    const { discord, ann, ben, channel } = scene
    const { id } = await answered(scene)
    discord.as(ben.id).say(channel.id, 'anyone here?')
    const read = (userId: string) =>
      discord
        .as(userId)
        .read(channel.id)
        .map(({ content }) => content)
    expect(read(ann.id)).toEqual([`for you, <@${ben.id}>`, 'anyone here?'])
    expect(read(ben.id)).toEqual(['anyone here?'])
    expect(discord.pings).toEqual([])
    const person = discord.as(ben.id)
    await expect(person.press(id, 'more')).rejects.toThrow('shows no component')
    await expect(person.contextMenu(channel.id, 'Explain', id)).rejects.toThrow('does not see')
    expect(() => person.remove(id)).toThrow('does not see')
    expect(() => discord.as(ann.id).say(channel.id, 'x', { replyTo: id })).toThrow('reply')
    expect(() => discord.as(ann.id).openThread(channel.id, 'x', { messageId: id })).toThrow(
      'Unknown Message',
    )
    discord.faults.revoke(channel.id, ben.id, 'READ_MESSAGE_HISTORY')
    expect(() => read(ben.id)).toThrow('READ_MESSAGE_HISTORY')
  })

  it('has components that work, and come with it', async () => {
    const { scene } = await quietScene()
    await using _ = scene
    const { id } = await answered(scene)
    const pressed = await held(scene, () => scene.discord.as(scene.ann.id).press(id, 'more'))
    expect(pressed.data).toMatchObject({ message: { id, flags: secret } })
    const { body } = await answer(
      scene,
      pressed,
      { type: 7, data: { content: 'changed' } },
      '?with_response=true',
    )
    expect(body).toMatchObject({
      interaction: { response_message_id: id, response_message_ephemeral: true },
    })
    const path = webhook(scene, pressed.token)
    const edited = await scene.call('PATCH', `${path}/messages/@original`, { content: 'again' })
    expect(edited.body).toMatchObject({ id, content: 'again', flags: secret })
    // A new message of that interaction is for all unless it says otherwise, and shows nothing of the secret.
    const open = await scene.call('POST', path, { content: 'for all' })
    expect(open.body).toMatchObject({ flags: 0, referenced_message: null })
    const listed = await scene.call('GET', `/channels/${scene.channel.id}/messages`)
    expect(listed.body).toMatchObject([{ id: open.id }])
  })

  it('can be announced first: deferred, then filled in', async () => {
    const { scene, seen } = await quietScene()
    await using _ = scene
    const interaction = await asked(scene)
    await answer(scene, interaction, { type: 5, data: { flags: secret } })
    const { responseMessageId: id = '', ephemeral } = await interaction.done
    expect(ephemeral).toBe(true)
    const path = webhook(scene, interaction.token)
    const filled = await scene.call('PATCH', `${path}/messages/@original`, { content: 'done' })
    expect(filled.body).toMatchObject({
      id,
      content: 'done',
      flags: secret,
      edited_timestamp: null,
    })
    await scene.send('for all')
    await expect.poll(() => seen.at(-1)).toBe('for all')
    expect(seen).toEqual(['INTERACTION_CREATE', 'for all'])
  })

  it('goes with its channel', async () => {
    const { scene } = await quietScene()
    await using _ = scene
    const { interaction, id } = await answered(scene)
    scene.discord.faults.deleteChannel(scene.channel.id)
    expect(scene.discord.message(id)).toBeUndefined()
    const path = webhook(scene, interaction.token)
    const edit = await scene.call('PATCH', `${path}/messages/@original`, { content: 'x' })
    expect(edit).toMatchObject({ status: 404, body: { code: 10_008 } })
    const more = await scene.call('POST', path, { content: 'x' })
    expect(more).toMatchObject({ status: 404, body: { code: 10_003 } })
  })
})
