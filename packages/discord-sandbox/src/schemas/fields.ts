import * as z from 'zod'

export const snowflake = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => /^\d{1,20}$/.test(value), {
    error: 'Value is not snowflake.',
    params: { code: 'NUMBER_TYPE_COERCE' },
  })

/** Text of at most `max` code points: Discord counts those, not UTF-16 units. */
export function textUpTo(max: number, min = 0): z.ZodType<string> {
  return z
    .string()
    .transform((text) => text.toWellFormed())
    .refine((text) => [...text].length <= max, {
      error: `Must be ${max} or fewer in length.`,
      params: { code: 'BASE_TYPE_MAX_LENGTH' },
    })
    .refine((text) => text.length >= min, {
      error: min === 1 ? 'This field is required' : `Must be ${min} or more in length.`,
      params: { code: min === 1 ? 'BASE_TYPE_REQUIRED' : 'BASE_TYPE_MIN_LENGTH' },
    })
}

export const webUrl = z
  .string()
  .refine((value) => /^(https?|attachment|discord):\/\/./.test(value), {
    error: 'Not a well formed URL.',
    params: { code: 'URL_TYPE_INVALID_URL' },
  })

export const autoArchiveMinutes = z.literal([60, 1440, 4320, 10_080])
