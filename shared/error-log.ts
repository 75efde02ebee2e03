/** What may stand in a log of a thrown value: its kind, its code and where it was thrown. Never its message, which may hold a path or a text. */

export interface ErrorForLog {
  readonly type: string
  readonly code?: string
  /** Function, file name and line of the innermost frames. */
  readonly at: readonly string[]
  readonly cause?: ErrorForLog
}

/** Enough to find the place. */
const frames = 6

export function errorForLog(error: unknown, depth = 3): ErrorForLog {
  if (!(error instanceof Error)) return { type: typeof error, at: [] }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    at: framesOf(error),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: errorForLog(error.cause, depth - 1) }),
  }
}

/** The frames without their folders, which can name a user. */
function framesOf({ stack = '' }: Error): string[] {
  const lines = stack.split('\n').filter((line) => /^ {4}at /.test(line))
  return lines.slice(0, frames).map((line) =>
    line
      .trim()
      .slice(3)
      .replace(/[^\s(]*[/\\]/g, ''),
  )
}
