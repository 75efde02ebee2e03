/** How an error crosses the bridge: `{code, message, data}`, never a stack, a path or a key. */
import { z } from 'zod'
import { errorCodes } from '../errors.ts'

export const ErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type ErrorPayload = z.infer<typeof ErrorSchema>
