import { describe, expect, it } from 'vitest'
import { findMentions, mentionDefaults, permitMentions } from '../src/mentions.ts'

const ann = '100000000000000001'
const ben = '100000000000000002'
const crew = '100000000000000003'

const world = {
  mayMentionEveryone: true,
  isUser: (id: string) => id === ann || id === ben,
  isMentionable: (id: string) => (id === crew ? false : undefined),
}

describe('findMentions', () => {
  it('finds users, roles and everyone, each once', () => {
    const text = `<@${ann}> <@!${ann}> <@${ben}> <@&${crew}> hi @here`
    expect(findMentions(text)).toEqual({ users: [ann, ben], roles: [crew], everyone: true })
  })

  it('finds nobody in code', () => {
    const text = `\`<@${ann}>\` \`\`\`js\n@everyone <@${ben}>\n\`\`\``
    expect(findMentions(text)).toEqual({ users: [], roles: [], everyone: false })
  })

  it('finds whoever stands between two pieces of code', () => {
    expect(findMentions(`\`a\` <@${ann}> \`b\``).users).toEqual([ann])
  })
})

describe('permitMentions', () => {
  const found = findMentions(`<@${ann}> <@${ben}> <@&${crew}> @everyone`)

  it('lets everything through by the defaults of a plain message', () => {
    expect(permitMentions(found, mentionDefaults.message, world)).toEqual(found)
  })

  it('lets only users through by the defaults of an interaction', () => {
    expect(permitMentions(found, mentionDefaults.interaction, world)).toEqual({
      users: [ann, ben],
      roles: [],
      everyone: false,
    })
  })

  it('lets only those through who are listed', () => {
    const allowed = { parse: [], users: [ben], roles: [], repliedUser: false }
    expect(permitMentions(found, allowed, world).users).toEqual([ben])
  })

  it('needs a permission for everyone and for roles that are not mentionable', () => {
    const poor = { ...world, mayMentionEveryone: false }
    expect(permitMentions(found, mentionDefaults.message, poor)).toEqual({
      users: [ann, ben],
      roles: [],
      everyone: false,
    })
  })

  it('leaves out users that are not there', () => {
    const unknown = findMentions('<@100000000000000009>')
    expect(permitMentions(unknown, mentionDefaults.message, world).users).toEqual([])
  })
})
