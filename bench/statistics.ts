/** 0 for nothing. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** NaN for nothing. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

/** A value and how often it occurs. */
export interface Weighted {
  readonly value: number
  readonly weight: number
}

/** The least value that `share` (0 to 1) of all do not exceed; NaN for nothing. */
export function percentile(values: readonly Weighted[], share: number): number {
  const sorted = [...values].sort((one, other) => one.value - other.value)
  const wanted = share * sum(sorted.map(({ weight }) => weight))
  let seen = 0
  for (const { value, weight } of sorted) {
    seen += weight
    if (seen >= wanted) return value
  }
  return sorted.at(-1)?.value ?? Number.NaN
}

/** Weighs all values alike. */
export function evenly(values: readonly number[]): readonly Weighted[] {
  return values.map((value) => ({ value, weight: 1 }))
}
