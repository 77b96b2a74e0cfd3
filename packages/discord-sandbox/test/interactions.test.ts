import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { describe, expect, it } from 'vitest'
import { answer, type Held, held, webhook } from './held.ts'
import { type Scene, startScene } from './scene.ts'

/** A hundredth of the real speed: no deadline passes, and no share comes back, unless the test says so. */
const testSpeed = 0.01
const secondMs = 1000 / testSpeed

/** A connected bot that leaves every interaction to the test, by raw HTTP. */
async function quietScene(): Promise<Scene> {
  const scene = await startScene({ speed: testSpeed })
  await scene.connect()
  await scene.register({ type: 3, name: 'Explain' })
  return scene
}

function used(scene: Scene): Promise<Held> {
  return held(scene, () =>
    scene.discord.as(scene.ann.id).command(scene.channel.id, 'ask', { question: 'why?' }),
  )
}

describe('an interaction', () => {
  it('tells the bot who, where, with what permissions and in which language', async () => {
    await using scene = await quietScene()
    let data: unknown
    scene.discord.subscribe((event) => {
      if (event.kind === 'dispatch' && event.type === 'INTERACTION_CREATE') data = event.data
    })
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 5 })
    expect(data).toMatchObject({
      type: 2,
      data: { name: 'ask', options: [{ type: 3, name: 'question', value: 'why?' }] },
      guild_id: scene.guild.id,
      channel: { id: scene.channel.id },
      member: { user: { id: scene.ann.id }, permissions: expect.stringMatching(/^\d+$/) },
      app_permissions: expect.stringMatching(/^\d+$/),
      locale: 'de',
      guild_locale: 'en-US',
      context: 0,
    })
  })

  it('is acknowledged once', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    expect((await answer(scene, interaction, { type: 5 })).status).toBe(204)
    expect(await answer(scene, interaction, { type: 5 })).toMatchObject({
      status: 400,
      body: { code: 40_060 },
    })
    const { acknowledgedAfterMs, answeredWith } = await interaction.done
    expect(acknowledgedAfterMs).toBeGreaterThan(0)
    expect(answeredWith).toBe(5)
  })

  it('is unknown after three seconds', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    scene.discord.skip(3.1 * secondMs)
    expect(await answer(scene, interaction, { type: 5 })).toMatchObject({
      status: 404,
      body: { code: 10_062 },
    })
    const early = await scene.call(
      'PATCH',
      webhook(scene, interaction.token, '/messages/@original'),
      {
        content: 'x',
      },
    )
    expect(early).toMatchObject({ status: 404, body: { code: 10_015 } })
  })

  it('that nobody acknowledges leaves its person waiting for three seconds', async () => {
    await using scene = await startScene({ speed: 100 })
    await scene.connect()
    await scene.register()
    const { acknowledgedAfterMs, responseMessageId } = await scene.discord
      .as(scene.ann.id)
      .command(scene.channel.id, 'ask', { question: 'hello?' })
    expect([acknowledgedAfterMs, responseMessageId]).toEqual([undefined, undefined])
  })

  it('has a token for fifteen minutes; the bot’s own edit goes on', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 4, data: { content: 'first' } })
    const { responseMessageId = '' } = await interaction.done
    const original = webhook(scene, interaction.token, '/messages/%40original')
    expect((await scene.call('PATCH', original, { content: 'second' })).status).toBe(200)
    scene.discord.skip(15 * 60 * secondMs)
    expect(await scene.call('PATCH', original, { content: 'third' })).toMatchObject({
      status: 401,
      body: { code: 50_027 },
    })
    const own = `/channels/${scene.channel.id}/messages/${responseMessageId}`
    expect((await scene.call('PATCH', own, { content: 'third' })).status).toBe(200)
  })

  it('can lose its token before its time', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 5 })
    scene.discord.faults.expireInteraction(interaction.token)
    const original = webhook(scene, interaction.token, '/messages/@original')
    expect((await scene.call('GET', original)).body).toMatchObject({ code: 50_027 })
  })

  it('tells the response’s id, and its message only when it shows one', async () => {
    await using scene = await quietScene()
    const first = await used(scene)
    const deferred = await answer(scene, first, { type: 5 }, '?with_response=true')
    expect(deferred.body).toMatchObject({
      interaction: { response_message_loading: true, response_message_ephemeral: false },
    })
    expect(deferred.body).not.toHaveProperty('resource')
    const second = await used(scene)
    const shown = { type: 4, data: { content: 'hi', flags: 64 } }
    expect((await answer(scene, second, shown, '?with_response=true')).body).toMatchObject({
      interaction: { response_message_ephemeral: true },
      resource: { type: 4, message: { content: 'hi', flags: 64, type: 20 } },
    })
  })

  it('has five webhook requests in two seconds, outside the global limit', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    const answered = await answer(scene, interaction, { type: 5 })
    expect(answered.headers.get('x-ratelimit-bucket')).toBeNull()
    const edit = () =>
      scene.call('PATCH', webhook(scene, interaction.token, '/messages/@original'), {
        content: 'x',
      })
    expect(answered.status).toBe(204)
    const first = await edit()
    expect(first.headers.get('x-ratelimit-reset-after')).toBe('40.000')
    const follow = await scene.call('POST', webhook(scene, interaction.token), { content: 'y' })
    expect(follow.headers.get('x-ratelimit-remaining')).toBe('3')
    for (let count = 0; count < 3; count += 1) expect((await edit()).status).toBe(200)
    expect((await edit()).status).toBe(429)
    expect((await scene.send('elsewhere')).status).toBe(200)
  })
})

describe('responses', () => {
  it('stay ephemeral, unseen by channel and gateway', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 5, data: { flags: 64 | 4 } })
    const first = await scene.call('POST', webhook(scene, interaction.token), { content: 'psst' })
    const { responseMessageId } = await interaction.done
    expect(first).toMatchObject({ body: { id: responseMessageId, flags: 64, content: 'psst' } })
    const listed = await scene.call('GET', `/channels/${scene.channel.id}/messages`)
    expect(listed.body).toEqual([])
    const own = `/channels/${scene.channel.id}/messages/${responseMessageId}`
    expect((await scene.call('PATCH', own, { content: 'x' })).body).toMatchObject({ code: 10_008 })
    expect(scene.discord.messages(scene.channel.id)).toMatchObject([{ ephemeralFor: scene.ann.id }])
  })

  it('after the first are replies to it, each with edits of its own', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 4, data: { content: 'first' } })
    const { responseMessageId } = await interaction.done
    const path = webhook(scene, interaction.token)
    const second = await scene.call('POST', path, { content: 'second' })
    expect(second.body).toMatchObject({
      type: 19,
      message_reference: { message_id: responseMessageId },
      interaction_metadata: { original_response_message_id: responseMessageId },
    })
    const edited = await scene.call('PATCH', `${path}/messages/${second.id}`, { content: '2nd' })
    expect(edited).toMatchObject({ status: 200, body: { content: '2nd' } })
    expect((await scene.call('DELETE', `${path}/messages/${second.id}`)).status).toBe(204)
    expect((await scene.call('DELETE', `${path}/messages/@original`)).status).toBe(204)
    expect((await scene.call('GET', `${path}/messages/@original`)).body).toMatchObject({
      code: 10_008,
    })
  })

  it('ping users alone by default', async () => {
    await using scene = await quietScene()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 4, data: { content: `@everyone <@${scene.ben.id}>` } })
    expect(scene.discord.pings).toMatchObject([{ userIds: [scene.ben.id], everyone: false }])
  })

  it('that are replied to do not make the reply readable without the intent', async () => {
    await using scene = await startScene({ messageContent: false })
    const { discord, ben, channel } = scene
    await scene.connect({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] })
    await scene.register()
    const interaction = await used(scene)
    await answer(scene, interaction, { type: 4, data: { content: 'answer' } })
    const { responseMessageId = '' } = await interaction.done
    discord.as(ben.id).say(channel.id, 'thanks', { replyTo: responseMessageId })
    const { body } = await scene.call('GET', `/channels/${channel.id}/messages`)
    expect(body).toMatchObject([
      { content: '', mentions: [{ id: scene.bot.id }] },
      { content: 'answer' },
    ])
  })
})

describe('what a person can use', () => {
  it('are commands that are registered, complete, permitted and heard', async () => {
    await using scene = await startScene()
    const { discord, ben, channel, bot } = scene
    const ask = (options: Record<string, string>) =>
      discord.as(ben.id).command(channel.id, 'ask', options)
    await expect(ask({ question: 'x' })).rejects.toThrow('No command "ask"')
    await scene.register()
    await expect(ask({ question: 'x' })).rejects.toThrow('not connected')
    await scene.connect()
    await expect(ask({})).rejects.toThrow('"question" is required')
    await expect(ask({ question: 'x', more: 'y' })).rejects.toThrow('no option "more"')
    await expect(ask({ question: 'x'.repeat(6001) })).rejects.toThrow('between 0 and 6000')
    discord.setOverwrite(channel.id, { id: ben.id, deny: ['USE_APPLICATION_COMMANDS'] })
    await expect(ask({ question: 'x' })).rejects.toThrow('may not use commands')
    discord.setOverwrite(channel.id, { id: ben.id, deny: ['VIEW_CHANNEL'] })
    await expect(ask({ question: 'x' })).rejects.toThrow('cannot see')
    expect(discord.exchanges.some(({ botId }) => botId === bot.id)).toBe(true)
  })

  it('are sub-commands, with users that are resolved', async () => {
    await using scene = await startScene()
    const client = await scene.connect()
    await scene.register({
      name: 'usage',
      description: 'Usage',
      default_member_permissions: '8',
      options: [
        {
          type: 1,
          name: 'of',
          description: 'Of somebody',
          options: [{ type: 6, name: 'who', description: 'Who', required: true }],
        },
      ],
    })
    client.once(Events.InteractionCreate, (interaction) => {
      const command = interaction as ChatInputCommandInteraction
      const who = command.options.getUser('who', true)
      // A reply that fails is seen below: the message is missing then.
      command.reply(`${command.options.getSubcommand()} ${who.username}`).catch(() => {})
    })
    const options = { who: scene.ben.id }
    const { discord, channel, ann, ben } = scene
    await expect(discord.as(ben.id).command(channel.id, 'usage of', options)).rejects.toThrow(
      'lacks',
    )
    const { responseMessageId = '' } = await discord
      .as(ann.id)
      .command(channel.id, 'usage of', options)
    expect(discord.message(responseMessageId)?.content).toBe('of ben')
  })

  it('are autocompletion, message menus, buttons, selects and modals', async () => {
    await using scene = await startScene()
    const { discord, channel, ann } = scene
    const client = await scene.connect()
    await scene.register(
      { type: 3, name: 'Explain' },
      {
        name: 'model',
        description: 'Choose',
        options: [{ type: 3, name: 'name', description: 'Name', autocomplete: true }],
      },
    )
    const respond = async (interaction: Interaction): Promise<unknown> => {
      if (interaction.isAutocomplete()) {
        const name = interaction.options.getFocused()
        return interaction.respond([{ name: `${name}mall`, value: 'small' }])
      }
      if (interaction.isMessageContextMenuCommand()) {
        return interaction.reply({
          content: interaction.targetMessage.content,
          flags: MessageFlags.Ephemeral,
          components: [
            new ActionRowBuilder<ButtonBuilder>().addComponents(
              new ButtonBuilder().setStyle(ButtonStyle.Primary).setLabel('Ask').setCustomId('ask'),
            ),
            new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
              new StringSelectMenuBuilder()
                .setCustomId('pick')
                .addOptions({ label: 'A', value: 'a' }),
            ),
          ],
        })
      }
      if (interaction.isStringSelectMenu()) {
        return interaction.update({ content: `picked ${interaction.values.join()}` })
      }
      if (interaction.isButton()) {
        const input = new TextInputBuilder()
          .setCustomId('q')
          .setLabel('Question')
          .setStyle(TextInputStyle.Paragraph)
        const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input)
        const modal = new ModalBuilder().setCustomId('form').setTitle('Ask')
        return interaction.showModal(modal.addComponents(row))
      }
      if (interaction.isModalSubmit()) {
        await interaction.deferUpdate()
        return interaction.editReply(interaction.fields.getTextInputValue('q'))
      }
      throw new Error('unexpected')
    }
    const failures: unknown[] = []
    client.on(Events.InteractionCreate, (interaction) => {
      respond(interaction).catch((error) => failures.push(error))
    })
    const person = discord.as(ann.id)
    const proposed = await person.autocomplete(channel.id, 'model', { name: 's' }, 'name')
    expect(proposed.choices).toEqual([{ name: 'small', value: 'small' }])

    const { id } = person.say(channel.id, 'what is this?')
    const menu = await person.contextMenu(channel.id, 'Explain', id)
    const shown = menu.responseMessageId ?? ''
    const answer = { content: 'what is this?', type: 23, referenceId: id }
    expect(discord.message(shown)).toMatchObject(answer)
    await expect(discord.as(scene.ben.id).press(shown, 'ask')).rejects.toThrow('shows no component')
    await person.select(shown, 'pick', ['a'])
    expect(discord.message(shown)?.content).toBe('picked a')

    const pressed = await person.press(shown, 'ask')
    expect(pressed).toMatchObject({ answeredWith: 9, modal: { custom_id: 'form' } })
    await expect(person.submitModal(pressed, {})).rejects.toThrow('"q" is required')
    await expect(person.submitModal(pressed, { q: 'x', r: 'y' })).rejects.toThrow('no field "r"')
    const edited = new Promise<void>((resolve) => {
      discord.subscribe((event) => {
        if (event.kind === 'dispatch' && event.type === 'MESSAGE_UPDATE') resolve()
      })
    })
    await person.submitModal(pressed, { q: 'why?' })
    await edited
    expect(discord.message(shown)?.content).toBe('why?')
    expect(failures).toEqual([])
  })
})
