/** What the page may ask of a copy, parsed; an error goes back as its payload, because Electron keeps only messages. */
import { z } from 'zod'
import { toPayload } from '../../shared/bridge/errors.ts'
import { type ErrorPayload, ErrorSchema } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { SpoolWrites } from './spool-writes.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const Asked = z.discriminatedUnion('step', [
  z.object({ step: z.literal('begin'), name: z.string().max(1024), size: z.int().min(0) }),
  z.object({ step: z.literal('write'), copy: z.int(), bytes }),
  z.object({ step: z.literal('end'), copy: z.int() }),
  z.object({ step: z.literal('abort'), copy: z.int() }),
])

export type CopyAnswer = { readonly value: unknown } | { readonly error: ErrorPayload }

export async function answerCopy(copies: SpoolWrites, asked: unknown): Promise<CopyAnswer> {
  try {
    const parsed = Asked.safeParse(asked)
    if (!parsed.success) throw new AppError('invalid-input')
    return { value: await answer(copies, parsed.data) }
  } catch (error) {
    return { error: ErrorSchema.parse(toPayload(error)) }
  }
}

function answer(copies: SpoolWrites, asked: z.infer<typeof Asked>): unknown {
  switch (asked.step) {
    case 'begin':
      return copies.begin(asked.name, asked.size)
    case 'write':
      return copies.write(asked.copy, asked.bytes)
    case 'end':
      return copies.end(asked.copy)
    case 'abort':
      return copies.abort(asked.copy)
  }
}
