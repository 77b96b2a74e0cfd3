import { describe, expect, it } from 'vitest'
import {
  allPermissions,
  channelPermissions,
  guildPermissions,
  holds,
  type Overwrite,
  type Permission,
  permissionBits,
} from '../src/permissions.ts'

const member = { userId: '3', guildId: '1', roleIds: ['2'] }
const base = permissionBits(['VIEW_CHANNEL', 'SEND_MESSAGES'])

function overwrite(id: string, allow: Permission[], deny: Permission[]): Overwrite {
  const kind = id === member.userId ? 'member' : 'role'
  return { id, kind, allow: permissionBits(allow), deny: permissionBits(deny) }
}

describe('guildPermissions', () => {
  it('adds up the roles', () => {
    const roles = [permissionBits(['VIEW_CHANNEL']), permissionBits(['SEND_MESSAGES'])]
    expect(guildPermissions(roles, false)).toBe(base)
  })

  it('gives owner and administrator everything', () => {
    expect(guildPermissions([], true)).toBe(allPermissions)
    expect(guildPermissions([permissionBits(['ADMINISTRATOR'])], false)).toBe(allPermissions)
  })
})

describe('channelPermissions', () => {
  it('is the guild-wide sum where the channel says nothing', () => {
    expect(channelPermissions(base, [], member)).toBe(base)
  })

  it('lets a role give back what everyone is denied, and a member lose it again', () => {
    const all = [overwrite('1', [], ['SEND_MESSAGES']), overwrite('2', ['SEND_MESSAGES'], [])]
    expect(holds(channelPermissions(base, all, member), 'SEND_MESSAGES')).toBe(true)
    const withMember = [...all, overwrite('3', [], ['SEND_MESSAGES'])]
    expect(holds(channelPermissions(base, withMember, member), 'SEND_MESSAGES')).toBe(false)
  })

  it('lets one role allow what another denies', () => {
    const two = { ...member, roleIds: ['2', '4'] }
    const all = [overwrite('2', [], ['SEND_MESSAGES']), overwrite('4', ['SEND_MESSAGES'], [])]
    expect(holds(channelPermissions(base, all, two), 'SEND_MESSAGES')).toBe(true)
  })

  it('leaves nothing to who cannot see the channel', () => {
    expect(channelPermissions(base, [overwrite('1', [], ['VIEW_CHANNEL'])], member)).toBe(0n)
  })

  it('cannot be denied to an administrator', () => {
    const admin = permissionBits(['ADMINISTRATOR'])
    const all = [overwrite('3', [], ['VIEW_CHANNEL'])]
    expect(channelPermissions(admin, all, member)).toBe(allPermissions)
  })
})
