import { describe, expect, it } from 'vitest'
import { withoutSecrets } from '../../src/ops/log.ts'

function written(line: string, secrets: readonly string[]): string {
  let out = ''
  const destination = {
    write(text: string) {
      out += text
    },
  }
  withoutSecrets(destination, secrets).write(line)
  return out
}

describe('withoutSecrets', () => {
  it('takes every secret out of a line, wherever it stands', () => {
    const line = '{"msg":"Incorrect key sk-123456: sk-123456","url":"/x?key=sk-123456"}'
    expect(written(line, ['sk-123456'])).toBe(
      '{"msg":"Incorrect key [secret]: [secret]","url":"/x?key=[secret]"}',
    )
  })

  it('finds a secret that JSON had to escape', () => {
    const secret = 'pass"word\\1'
    expect(written(JSON.stringify({ secret }), [secret])).toBe('{"secret":"[secret]"}')
  })

  it('takes the tokens of interactions out of addresses', () => {
    const token = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTp4eXo'
    const line = `PATCH /webhooks/123456789012345678/${token}/messages/@original`
    expect(written(line, [])).toBe('PATCH /webhooks/123456789012345678/[token]/messages/@original')
  })

  it('leaves plain words alone, though a placeholder for a key is one', () => {
    expect(written('none of them', ['none'])).toBe('none of them')
  })
})
