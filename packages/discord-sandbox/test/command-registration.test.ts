import { Locale } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { answer, held } from './held.ts'
import { type Reply, type Scene, startScene } from './scene.ts'

const question = { type: 3, name: 'question', description: 'What?' }
const ask = { name: 'ask', description: 'Ask', options: [question] }

function register(scene: Scene, command: object): Promise<Reply> {
  return scene.call('POST', `/applications/${scene.bot.id}/commands`, command)
}

function option(more: object): object {
  return { ...ask, options: [{ ...question, ...more }] }
}

function subcommand(more: object): object {
  return { ...ask, options: [{ type: 1, name: 'now', description: 'Now', ...more }] }
}

function choice(more: object): object {
  return option({ choices: [{ name: 'Why', value: 'why', ...more }] })
}

/** The errors of a refusal, as paths with their codes. */
function codes(errors: unknown, path = ''): string[] {
  return Object.entries(errors as Record<string, unknown>).flatMap(([key, inner]) =>
    key === '_errors'
      ? (inner as { code: string }[]).map(({ code }) => `${path} ${code}`.trim())
      : codes(inner, path === '' ? key : `${path}.${key}`),
  )
}

const invalidName = 'APPLICATION_COMMAND_INVALID_NAME'
const long = { de: 'x'.repeat(33) }

describe('a translation', () => {
  it.each([
    [
      'of a name, unknown language',
      { ...ask, name_localizations: { xx: 'frage' } },
      ['name_localizations.xx BASE_TYPE_CHOICES'],
    ],
    [
      'of a name, language without its country',
      { ...ask, name_localizations: { en: 'ask' } },
      ['name_localizations.en BASE_TYPE_CHOICES'],
    ],
    [
      'of a name, upper case',
      { ...ask, name_localizations: { de: 'Frage', fr: 'demande' } },
      [`name_localizations ${invalidName}`],
    ],
    [
      'of a name, with a space',
      { ...ask, name_localizations: { de: 'frag mich' } },
      [`name_localizations ${invalidName}`],
    ],
    [
      'of a name, too long',
      { ...ask, name_localizations: long },
      ['name_localizations.de BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'of a name, empty',
      { ...ask, name_localizations: { de: '' } },
      ['name_localizations.de BASE_TYPE_REQUIRED'],
    ],
    [
      'of a description, too long',
      { ...ask, description_localizations: { de: 'x'.repeat(101) } },
      ['description_localizations.de BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'of a description, unknown language',
      { ...ask, description_localizations: { xx: 'x' } },
      ['description_localizations.xx BASE_TYPE_CHOICES'],
    ],
    [
      'of a menu, too long',
      { type: 3, name: 'Explain', name_localizations: long },
      ['name_localizations.de BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'of an option’s name, upper case',
      option({ name_localizations: { de: 'Frage' } }),
      [`options.0.name_localizations.de ${invalidName}`],
    ],
    [
      'of an option’s description, empty',
      option({ description_localizations: { de: '' } }),
      ['options.0.description_localizations.de BASE_TYPE_REQUIRED'],
    ],
    [
      'of a sub-command’s name, upper case',
      subcommand({ name_localizations: { de: 'Jetzt' } }),
      [`options.0.name_localizations.de ${invalidName}`],
    ],
    [
      'of a choice, unknown language',
      choice({ name_localizations: { xx: 'Warum' } }),
      ['options.0.choices.0.name_localizations.xx BASE_TYPE_CHOICES'],
    ],
    [
      'of a choice, too long',
      choice({ name_localizations: { de: 'x'.repeat(101) } }),
      ['options.0.choices.0.name_localizations.de BASE_TYPE_MAX_LENGTH'],
    ],
  ])('is refused: %s', async (_, command, expected) => {
    await using scene = await startScene()
    const { status, body } = await register(scene, command)
    expect([status, body]).toMatchObject([
      400,
      { code: 50_035, message: 'Invalid Form Body', errors: expect.anything() },
    ])
    expect(codes((body as { errors: unknown }).errors)).toEqual(expected)
    const all = await scene.call('PUT', `/applications/${scene.bot.id}/commands`, [
      { name: 'other', description: 'Other' },
      command,
    ])
    expect(codes((all.body as { errors: unknown }).errors)).toEqual(
      expected.map((one) => `1.${one}`),
    )
  })

  it('may be in any language of the client', async () => {
    await using scene = await startScene()
    const all = Object.fromEntries(Object.values(Locale).map((locale) => [locale, 'ask']))
    const { status, body } = await register(scene, {
      ...ask,
      name_localizations: all,
      options: [{ ...question, choices: [{ name: 'Why', value: 'x', name_localizations: all }] }],
    })
    expect([status, body]).toMatchObject([201, { name_localizations: all }])
  })

  it('of an option is no other option’s name, in that language or at all', async () => {
    await using scene = await startScene()
    const two = (first: object, second: object) => ({
      ...ask,
      options: [
        { ...question, name: 'one', name_localizations: first },
        { ...question, name: 'two', name_localizations: second },
      ],
    })
    const refused = { status: 400, body: { code: 50_035, errors: { options: expect.anything() } } }
    expect(await register(scene, two({ de: 'eins' }, { de: 'eins' }))).toMatchObject(refused)
    expect(await register(scene, two({ de: 'two' }, {}))).toMatchObject(refused)
    expect((await register(scene, two({ de: 'eins' }, { nl: 'eins' }))).status).toBe(201)
    expect((await register(scene, two({ de: 'one' }, { de: 'two' }))).status).toBe(200)
  })
})

describe('a command', () => {
  it('for a menu may be in mixed case and with spaces, in 32 characters', async () => {
    await using scene = await startScene()
    const menu = (name: string) =>
      register(scene, { type: 3, name, name_localizations: { de: 'Erklär mir das!' } })
    expect(await menu('Explain this to Me, please: now!')).toMatchObject({
      status: 201,
      body: { description: '', type: 3 },
    })
    for (const name of ['', 'x'.repeat(33)]) {
      const refused = await menu(name)
      expect(refused).toMatchObject({ status: 400, body: { errors: { name: expect.anything() } } })
    }
  })

  it('is one of a hundred, or of fifteen menus of a kind', async () => {
    await using scene = await startScene({ speed: 100_000 })
    const path = `/applications/${scene.bot.id}/commands`
    const many = (count: number, type: number) =>
      Array.from({ length: count }, (_, index) => ({
        type,
        name: `c${index}`,
        ...(type === 1 ? { description: 'x' } : {}),
      }))
    const full = [...many(100, 1), ...many(15, 2), ...many(15, 3)]
    expect((await scene.call('PUT', path, full)).status).toBe(200)
    for (const [type, most] of [
      [1, 100],
      [2, 15],
      [3, 15],
    ] as const) {
      const text = expect.stringContaining(`(${most})`)
      const refused = { status: 400, body: { code: 30_032, message: text } }
      expect(await scene.call('PUT', path, many(most + 1, type))).toMatchObject(refused)
      const [same] = many(1, type)
      expect((await register(scene, same ?? {})).status).toBe(200)
      expect(await register(scene, { ...same, name: 'more' })).toMatchObject(refused)
    }
    expect(scene.discord.commands(scene.bot.id)).toHaveLength(130)
  })

  it('is no larger than 8,000 characters, of translations only the longest counted', async () => {
    await using scene = await startScene()
    // Each 3 + 100 + 5 * (2 + 40) = 313, and 70 more in the first: 7,895.
    const options = Array.from({ length: 25 }, (_, index) => ({
      type: 3,
      name: `o${String(index).padStart(2, '0')}`,
      description: 'x'.repeat(100),
      description_localizations: { de: 'x' },
      choices: Array.from({ length: 5 }, (_, number) => ({
        name: `c${number}`,
        value: 'x'.repeat(index === 0 ? 54 : 40),
      })),
    }))
    // The longest name has 8, so 97 are left.
    const described = (length: number) =>
      register(scene, {
        name: 'ask',
        name_localizations: { de: 'fragen', fr: 'demander' },
        description: 'x',
        description_localizations: { de: 'x'.repeat(length), fr: 'x' },
        options,
      })
    expect((await described(97)).status).toBe(201)
    expect(await described(98)).toMatchObject({
      status: 400,
      body: {
        code: 50_035,
        errors: { _errors: [{ code: 'APPLICATION_COMMAND_TOO_LARGE' }] },
      },
    })
  })
})

describe('people', () => {
  it('see commands in their language, and the bot hears its own names', async () => {
    await using scene = await startScene({ speed: 0.01 })
    const { discord, ann, ben, channel } = scene
    await scene.connect()
    await register(scene, {
      name: 'ask',
      name_localizations: { de: 'frag', 'en-GB': 'enquire', 'es-ES': 'pregunta' },
      description: 'Ask',
      description_localizations: { de: 'Frag etwas' },
      options: [{ ...question, name_localizations: { de: 'frage' } }],
    })
    await register(scene, { type: 3, name: 'Explain', default_member_permissions: '0' })
    const names = (userId: string) =>
      discord
        .as(userId)
        .commands(channel.id)
        .map(({ shownName }) => shownName)
    expect(discord.as(ann.id).commands(channel.id)[0]).toMatchObject({
      name: 'ask',
      shownName: 'frag',
      shownDescription: 'Frag etwas',
      options: [{ name: 'question', shownName: 'frage', shownDescription: 'What?' }],
    })
    // Discord's fallbacks: American English to British, Latin American Spanish to that of Spain.
    const spoken = (locale: string) => {
      const { id } = discord.addUser({ name: locale, locale })
      discord.addMember(scene.guild.id, id)
      return names(id)
    }
    expect(names(ann.id)).toEqual(['frag', 'Explain'])
    expect(names(ben.id)).toEqual(['enquire'])
    expect(spoken('es-419')).toEqual(['pregunta'])
    expect(spoken('fr')).toEqual(['ask'])
    const interaction = await held(scene, () =>
      discord.as(ann.id).command(channel.id, 'ask', { question: 'why?' }),
    )
    expect(interaction.data).toMatchObject({
      locale: 'de',
      data: { name: 'ask', options: [{ name: 'question' }] },
    })
    await answer(scene, interaction, { type: 5 })
    discord.faults.revoke(channel.id, ben.id, 'VIEW_CHANNEL')
    expect(names(ben.id)).toEqual([])
  })
})
