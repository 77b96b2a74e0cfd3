import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { CountTokens } from '../core/model.ts'

/** OpenAI's public encodings. They take 30 and 50 MB, so each is loaded when it is needed first. */
const encodings = {
  cl100k: () => import('gpt-tokenizer/encoding/cl100k_base'),
  o200k: () => import('gpt-tokenizer/encoding/o200k_base'),
}

type Encoding = keyof typeof encodings

/** How the names of models begin, for each encoding. */
const models: readonly (readonly [RegExp, Encoding])[] = [
  [/^(chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|gpt-oss|o[134])(?![a-z0-9])/, 'o200k'],
  [/^(gpt-4|gpt-3\.5|gpt-35|text-embedding-3)(?![a-z0-9.])/, 'cl100k'],
]

/** When people write the name of a special token, it is plain text. */
const plain = { disallowedSpecial: new Set<string>() }

/**
 * Words that the tokenizer caches. Its default of 100,000 would take half a gigabyte when somebody
 * writes long words of random letters.
 */
const rememberedWords = 2_000

/** Characters that are counted before other tasks run: some milliseconds of the worst text. */
const charactersAtOnce = 2_000

/**
 * Counts as the model does where it is one of OpenAI's, also behind a prefix (`openai/gpt-4o`). Other
 * models have other vocabularies: for them it estimates, and rather too high.
 */
export function tokenCounter(model: string): CountTokens {
  const encoding = encodingOf(model)
  return async (texts) => {
    const { countTokens, setMergeCacheSize } = await encodings[encoding ?? 'cl100k']()
    setMergeCacheSize(rememberedWords)
    const counts: number[] = []
    let characters = 0
    for (const text of texts) {
      let tokens = 0
      for (const slice of slicesOf(text)) {
        const counted = countTokens(slice, plain)
        tokens += encoding === undefined ? estimate(slice, counted) : counted
        characters += slice.length
        if (characters < charactersAtOnce) continue
        characters = 0
        await yieldToOthers()
      }
      counts.push(tokens)
    }
    return counts
  }
}

function encodingOf(model: string): Encoding | undefined {
  // "ft:gpt-4o-mini:..." is OpenAI's name for a model that somebody has tuned.
  const name = model.toLowerCase().replace(/^.*\//, '').replace(/^ft:/, '')
  return models.find(([pattern]) => pattern.test(name))?.[1]
}

/**
 * What smaller vocabularies split: digits, line breaks and tabs, accents, capitals, rulers. Each match
 * is about one token more than OpenAI's older encoding has.
 */
const keptApart =
  /\d(?=\d)|[\t\r\n ](?= ?[\t\r\n])|[\u00c0-\u024f\u1e00-\u1eff]|\p{Lu}{4}|([^\p{L}\p{N}])\1{7}/gu

/**
 * Checked with the tokenizers of Llama 2 and 3, Mistral 7B, Qwen 3, Gemma 3, DeepSeek V3 and Claude 2
 * on prose of 20 languages, code in five, tables, numbers, emoji and noise: they made at most as many
 * tokens, but for Claude 2 with Thai and Tamil. OpenAI's older encoding is the base because all of
 * them do better than it with scripts that it cuts into bytes; the newer one would be far too low.
 * English and code come out at 1.1 to 1.5 times what these make of it, other scripts at up to three.
 */
function estimate(slice: string, counted: number): number {
  const apart = slice.match(keptApart)?.length ?? 0
  // A token is never less than one byte.
  return Math.min(Math.ceil(counted * 1.35) + apart, Buffer.byteLength(slice))
}

/**
 * Longest slice, in characters. The tokenizer's time grows faster than the length of a word, so it gets
 * texts in slices.
 */
const maxSlice = 500

/**
 * Cuts a text into slices, in front of spaces where there are any. Tokens begin there anyway, so the
 * count stays the same but for long runs of spaces.
 */
export function* slicesOf(text: string): Generator<string, void> {
  let at = 0
  while (at < text.length) {
    const piece = text.slice(at, at + maxSlice)
    // Not in the first half, so that there are never more than twice as many slices.
    const space = at + maxSlice < text.length ? piece.lastIndexOf(' ') : -1
    const slice = space > maxSlice / 2 ? piece.slice(0, space) : piece
    yield slice
    at += slice.length
  }
}
