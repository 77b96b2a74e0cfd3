import { z } from 'zod'

/** Something that a browser asks for: what comes with it is checked before it is done. */
export type Action<Context> = (context: Context, fields: unknown) => Promise<unknown>

/** Rejects with a sentence where the fields are not of that shape, or it cannot be done. */
export function defineAction<Context, Shape extends z.ZodRawShape>(
  shape: Shape,
  perform: (context: Context, fields: z.output<z.ZodObject<Shape>>) => unknown,
): Action<Context> {
  const schema = z.object(shape)
  return async (context, fields) => {
    const read = schema.safeParse(fields)
    if (!read.success) throw new Error(z.prettifyError(read.error))
    return await perform(context, read.data)
  }
}
