import { expect, it } from 'vitest'
import { evenly, mean, percentile } from '../../bench/statistics.ts'

it('finds the value that 95 of 100 do not exceed', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(evenly(values), 0.95)).toBe(95)
})

it('weighs values', () => {
  const values = [
    { value: 10, weight: 1 },
    { value: 1, weight: 99 },
  ]
  expect(percentile(values, 0.95)).toBe(1)
  expect(percentile(values, 1)).toBe(10)
})

it('has no percentile and no mean of nothing', () => {
  expect(percentile([], 0.5)).toBeNaN()
  expect(mean([])).toBeNaN()
})
