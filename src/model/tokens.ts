import type { CountTokens } from '../core/ports.ts'

/** The tokenizer needs seconds for one long run of equal characters; in slices it stays linear. */
const sliceLength = 1_000

/**
 * Counts by OpenAI's newest public encoding: exact for its models, and near enough for the budget of
 * others. The encoding takes some 50 MB, so it is loaded when the first conversation grows long.
 */
export const countTokens: CountTokens = async (texts) => {
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base')
  // Names of special tokens are plain text when people write them.
  const plain = { disallowedSpecial: new Set<string>() }
  return texts.map((text) => {
    let tokens = 0
    for (let at = 0; at < text.length; at += sliceLength) {
      tokens += count(text.slice(at, at + sliceLength), plain)
    }
    return tokens
  })
}
