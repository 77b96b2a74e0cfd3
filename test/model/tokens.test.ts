import { describe, expect, it } from 'vitest'
import { countTokens } from '../../src/model/tokens.ts'

describe('countTokens', () => {
  it('counts as OpenAI does', async () => {
    // "Hello, world!" is Hello | , | world | ! in OpenAI's published tokenizer.
    expect(await countTokens(['', 'Hello, world!'])).toEqual([0, 4])
  })

  it('takes the names of special tokens for plain text', async () => {
    const [tokens] = await countTokens(['<|endoftext|>'])
    expect(tokens).toBeGreaterThan(1)
  })

  it('counts in slices, so that a long run of one character costs what its length costs', async () => {
    const [run, slice] = await countTokens(['='.repeat(100_000), '='.repeat(1_000)])
    expect(run).toBe((slice ?? 0) * 100)
  })
})
