import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mentionsAsNames,
  namesAsMentions,
} from '../../../playground/page/browser/state/mentions.ts'
import { Store } from '../../../playground/page/browser/state/store.ts'
import type { Ready } from '../../../playground/page/protocol.ts'

const guildId = '50'

/** A server with these members and channels; their ids start at 1 and 101. */
function storeWith(names: readonly string[], channelNames: readonly string[] = []): Store {
  const store = new Store()
  const users = names.map((name, index) => ({ id: `${index + 1}`, username: name }))
  const channels = channelNames.map((name, index) => ({ id: `${index + 101}`, type: 0, name }))
  const elsewhere = { id: '201', type: 0, name: 'elsewhere' }
  const server = (id: string, of: readonly object[], members: readonly object[]) => {
    return { id, name: 'a server', owner_id: '1', roles: [], threads: [], channels: of, members }
  }
  const ready: unknown = {
    user: { id: '1', username: names[0], locale: 'en-US' },
    guilds: [
      server('60', [elsewhere, { id: '202', type: 0, name: 'general' }], []),
      server(
        guildId,
        channels,
        users.map((user) => ({ user })),
      ),
    ],
    private_channels: [],
  }
  store.ready(ready as Ready)
  return store
}

const store = storeWith(
  ['Ada', 'Ada Lovelace', '小明', '小明明', 'C++ (x|y)*', '$& \\1', 'José', '李'],
  ['general', 'general-talk', '问答', 'v1.0'],
)

describe('namesAsMentions', () => {
  it.each([
    ['@Ada', '<@1>'],
    ['hi @Ada, and @Ada!', 'hi <@1>, and <@1>!'],
    ['@Ada Lovelace', '<@2>'],
    ['@Ada Love', '<@1> Love'],
    ['@C++ (x|y)* @$& \\1', '<@5> <@6>'],
    ['@José', '<@7>'],
    ['#general #general-talk #v1.0', '<#101> <#102> <#104>'],
    ['@Ada/@José', '<@1>/<@7>'],
    ['(@Ada)', '(<@1>)'],
    ['@Ada\n@Ada', '<@1>\n<@1>'],
    // Chinese is written without spaces.
    ['你好@小明你好', '你好<@3>你好'],
    ['@小明明好', '<@4>好'],
    ['@Ada你好', '<@1>你好'],
    ['看#问答吧', '看<#103>吧'],
  ])('takes the names in %j', (text, written) => {
    expect(namesAsMentions(store, text, guildId)).toBe(written)
  })

  it.each([
    '@Adam',
    '@Adaß',
    '@Joséphine',
    'me@Ada',
    'é@Ada',
    'me@Ada.example',
    '@ada',
    '<@1>',
    '<@Ada>',
    '`@Ada`',
    '``a ` @Ada``',
    '```\n@Ada #general\n```',
    'https://example.com/@Ada',
    'https://example.com/#general',
    '#generals',
    '#v1x0',
    '#elsewhere',
    '@everyone',
  ])('leaves %j', (text) => {
    expect(namesAsMentions(store, text, guildId)).toBe(text)
  })

  it('takes names around code and addresses', () => {
    const text = '@Ada `@Ada` @Ada https://a.example/@Ada @Ada ` @Ada'
    const written = '<@1> `@Ada` <@1> https://a.example/@Ada <@1> ` <@1>'
    expect(namesAsMentions(store, text, guildId)).toBe(written)
  })

  it('takes no channel outside of a server', () => {
    expect(namesAsMentions(store, '@Ada #general', undefined)).toBe('<@1> #general')
  })

  it('means the first of two with the same name', () => {
    const twins = storeWith(['Sam', 'Sam'])
    expect(namesAsMentions(twins, '@Sam', guildId)).toBe('<@1>')
  })
})

describe('mentionsAsNames', () => {
  it.each([
    ['<@1> and <@!2> in <#101>', '@Ada and @Ada Lovelace in #general'],
    ['<@3><@4>', '@小明@小明明'],
    ['<@5> <@6>', '@C++ (x|y)* @$& \\1'],
    // An unknown user, an unknown channel, and a channel of another server.
    ['<@99> <#99> <#201> <@&1>', '<@99> <#99> <#201> <@&1>'],
    // Here names would match nobody, or somebody else.
    ['<@1>m', '<@1>m'],
    ['me<@1>', 'me<@1>'],
    ['`<@1>`', '`<@1>`'],
    ['<@1> Lovelace', '<@1> Lovelace'],
  ])('writes %j as names', (text, named) => {
    expect(mentionsAsNames(store, text, guildId)).toBe(named)
  })

  it('keeps the mention of a second one with the same name', () => {
    const twins = storeWith(['Sam', 'Sam'])
    expect(mentionsAsNames(twins, '<@1> <@2>', guildId)).toBe('@Sam <@2>')
  })

  it('leads back to the same mentions, whatever stands around them', () => {
    const piece = fc.constantFrom(
      ...['<@1>', '<@2>', '<@3>', '<@4>', '<@5>', '<@6>', '<@7>', '<@8>', '<#101>', '<#102>'],
      ...['<#104>', '<@99>', ' ', 'm', ' Lovelace', '明', '-talk', '`', '```', '@', '<', '>', '/'],
      ...['https://a.example/', '\\', '\n', '#', 'é'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const named = mentionsAsNames(store, text, guildId)
        expect(namesAsMentions(store, named, guildId)).toBe(namesAsMentions(store, text, guildId))
      }),
    )
  })
})
