import { describe, expect, it } from 'vitest'
import { inviteLink } from '../../../src/discord/api/invite.ts'

describe('inviteLink', () => {
  it('asks for what the bot needs and no more', () => {
    const { searchParams } = new URL(inviteLink('123'))
    expect(searchParams.get('client_id')).toBe('123')
    expect(searchParams.get('scope')).toBe('bot applications.commands')
    // View channel 10, send messages 11, read history 16, public threads 35, send in threads 38,
    // attach files 15:
    // the bits of Discord's documentation.
    const bits = [10n, 11n, 15n, 16n, 35n, 38n].reduce((sum, bit) => sum + (1n << bit), 0n)
    expect(searchParams.get('permissions')).toBe(bits.toString())
  })
})
