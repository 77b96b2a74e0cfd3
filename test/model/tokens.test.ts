import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { countTokens as cl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { countTokens as o200k } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { tokenCounter } from '../../src/model/tokens.ts'

async function count(model: string, text: string): Promise<number> {
  const [tokens] = await tokenCounter(model)([text])
  return tokens ?? Number.NaN
}

/** Any text at all: half characters and the names of special tokens, too. */
const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<|endoftext|>', '<|im_start|>', '</s>', '\ud83d', '\n\n', '  ', '007'),
    ),
  )
  .map((parts) => parts.join(''))

const birthday = 'お誕生日おめでとう'

describe('tokenCounter', () => {
  // The examples of OpenAI's cookbook, with what it says of each encoding.
  it.each([
    ['gpt-4o', 8],
    ['gpt-4o-mini-2024-07-18', 8],
    ['gpt-4.1-nano', 8],
    ['gpt-5', 8],
    ['gpt-5.1-mini', 8],
    ['o1', 8],
    ['o3-mini', 8],
    ['o4-mini', 8],
    ['gpt-oss:20b', 8],
    ['chatgpt-4o-latest', 8],
    ['openai/gpt-4o', 8],
    ['openrouter/openai/GPT-OSS-120b:free', 8],
    ['ft:gpt-4o-mini-2024-07-18:org::id', 8],
    ['gpt-4', 9],
    ['gpt-4-turbo', 9],
    ['gpt-4-0613', 9],
    ['gpt-3.5-turbo', 9],
    ['gpt-35-turbo', 9],
    ['text-embedding-3-small', 9],
  ])('counts as %s does', async (model, tokens) => {
    expect(await count(model, birthday)).toBe(tokens)
    expect(await count(model, '2 + 2 = 4')).toBe(7)
    expect(await count(model, 'antidisestablishmentarianism')).toBe(6)
  })

  it.each([
    'llama3.2',
    'qwen3:8b',
    'mistral-7b',
    'gemma-3-27b-it',
    'anthropic/claude-sonnet-4',
    'deepseek-r1',
    'gpt-4all',
    'gpt-neox-20b',
    'gpt-5x',
    'o1x',
    'olmo-2',
    'openai/',
    '',
  ])('takes %j for none of OpenAI’s, and counts rather more', async (model) => {
    expect(await count(model, birthday)).toBeGreaterThan(9)
  })

  it('counts each text for itself, and none for nothing', async () => {
    expect(await tokenCounter('gpt-4o')(['', 'Hello, world!', ''])).toEqual([0, 4, 0])
    expect(await tokenCounter('llama3')(['', 'a', ''])).toEqual([0, 1, 0])
    expect(await tokenCounter('llama3')([])).toEqual([])
  })

  it.each([
    ['gpt-4o', o200k],
    ['gpt-4', cl100k],
  ] as const)('counts long texts of words for %s as if they were not cut', async (model, whole) => {
    const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.lorem())
    const long = fc
      .array(word, { minLength: 100, maxLength: 300 })
      .map((words) => words.join(' ').replace(/ +/g, ' '))
    await fc.assert(
      fc.asyncProperty(long, async (text) => {
        const plain = { disallowedSpecial: new Set<string>() }
        expect(await count(model, text)).toBe(whole(text, plain))
      }),
      { numRuns: 30 },
    )
  })

  it('takes the names of special tokens for plain text', async () => {
    for (const model of ['gpt-4o', 'gpt-4', 'other']) {
      expect(await count(model, '<|endoftext|>')).toBeGreaterThan(3)
    }
  })

  it('counts any text, to no more tokens than it has bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        anything,
        fc.constantFrom('gpt-4o', 'gpt-4', 'other'),
        async (text, model) => {
          const tokens = await count(model, text)
          expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(text))
          expect(tokens).toBeGreaterThanOrEqual(text === '' ? 0 : 1)
        },
      ),
    )
  })
})

describe('the estimate for other models', () => {
  // How many tokens those make of it that make most: Llama 2, Mistral 7B, Llama 3, Qwen 3, Gemma 3,
  // DeepSeek V3 and Claude 2, by their own tokenizers.
  it.each([
    [
      'English',
      'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.',
      33,
    ],
    [
      'capitals',
      'THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG. WHY IS EVERYTHING WRITTEN IN CAPITALS, AND WHO DECIDED THAT?',
      48,
    ],
    [
      'Polish',
      'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
      79,
    ],
    [
      'Vietnamese',
      'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình anh em.',
      131,
    ],
    [
      'Greek',
      'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.',
      210,
    ],
    [
      'Hindi',
      'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।',
      199,
    ],
    [
      'Korean',
      '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다. 오늘 저녁에는 김치찌개를 끓여 먹자.',
      122,
    ],
    [
      'Chinese',
      '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。今天的天气真不错，我们一起去公园散步，然后在湖边的小餐馆吃一顿热腾腾的火锅。请问这个函数为什么会抛出异常？',
      110,
    ],
    ['digits', '31415926535897932384626433832795028841971', 41],
    ['line breaks of Windows', '\r\n'.repeat(1_500), 3_000],
    ['tabs', '\t'.repeat(3_000), 3_000],
    ['lines of one space', ' \n'.repeat(1_500), 3_000],
    ['spaces', ' '.repeat(3_000), 188],
    ['a ruler', '='.repeat(3_000), 190],
  ])('is not too low for %s', async (_, text, most) => {
    expect(await count('other', text)).toBeGreaterThanOrEqual(most)
  })

  it('is never lower than what OpenAI’s older models count', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        expect(await count('other', text)).toBeGreaterThanOrEqual(await count('gpt-4', text))
      }),
    )
  })

  it('is not far too high for prose and code', async () => {
    const source = readFileSync(new URL('../../src/model/tokens.ts', import.meta.url), 'utf8')
    const exact = await count('gpt-4', source)
    expect(await count('other', source)).toBeLessThan(exact * 1.6)
  })
})

describe('counting hostile text', () => {
  it.each(['a', '=', ' ', '\n', '😀', 'e\u0301', '中', '\ud800', 'ab'])(
    'costs what its length costs: a hundred thousand of %j',
    async (unit) => {
      // In slices of 500, of which the tokenizer sees one at a time: the count grows as they do.
      for (const model of ['gpt-4o', 'other']) {
        const slice = await count(model, unit.repeat(500 / unit.length))
        const all = await count(model, unit.repeat(100_000 / unit.length))
        expect(all).toBeGreaterThanOrEqual(slice * 200)
        expect(all).toBeLessThanOrEqual(slice * 201)
      }
    },
  )

  it('lets others have their turn', async () => {
    const text = 'x'.repeat(100_000)
    await count('gpt-4o', 'loaded')
    let turns = 0
    let isOver = false
    const turn = () => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await count('gpt-4o', text)
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(50)
  })
})
