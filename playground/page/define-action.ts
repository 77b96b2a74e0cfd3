import { z } from 'zod'

/** An action that a browser asks for. It validates the fields before it runs. */
export type Action<Context> = (context: Context, fields: unknown) => Promise<unknown>

/** The action rejects with a sentence for people when the fields are invalid or it fails. */
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
