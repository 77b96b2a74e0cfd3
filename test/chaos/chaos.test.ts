import { expect, it } from 'vitest'
import { chaos } from './chaos.ts'

// Its time is virtual: the limit here only ends a test that would never end.
it('keeps the law under misfortunes by chance', { timeout: 600_000 }, async () => {
  const seeds = Array.from({ length: 300 }, (_, index) => index + 1)
  let seen = 0
  const { reports, problems } = await chaos(seeds, () => {
    seen += 1
  })
  // Each says how to run it again.
  expect(reports).toEqual([])
  expect(problems).toEqual([])
  expect(seen).toBe(seeds.length)
})
