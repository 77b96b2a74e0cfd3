import { expect, it } from 'vitest'
import { chaos } from '../chaos/chaos.ts'

it('keeps the law under misfortunes by chance', { timeout: 120_000 }, async () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1)
  const { reports, problems } = await chaos(seeds)
  // Each of these runs again by `npm run test:chaos -- --from SEED --seeds 1`.
  expect(reports).toEqual([])
  expect(problems).toEqual([])
})
