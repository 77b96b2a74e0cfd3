import { describe, expect, it } from 'vitest'
import { isJumbo } from '../../../../../playground/page/browser/markdown/jumbo.ts'
import { parseMessage } from '../../../../../playground/page/browser/markdown/message.ts'

describe('isJumbo', () => {
  it.each(['😀', ' 😀\n👍🏽 👩‍👩‍👧 🇩🇪 1️⃣ ❤️ ', '<:a:1><a:b:2> 😀', '😀'.repeat(30)])(
    'draws %j large',
    (content) => {
      expect(isJumbo(parseMessage(content))).toBe(true)
    },
  )

  // The client draws up to 30 large.
  it.each(['', '   ', 'a 😀', '1', '#', '😀'.repeat(31), '**😀**', '||😀||', '> 😀', '😀 <@1>'])(
    'draws %j as any text',
    (content) => {
      expect(isJumbo(parseMessage(content))).toBe(false)
    },
  )
})
