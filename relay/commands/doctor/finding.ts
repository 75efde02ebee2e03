/** What a check of `relay doctor` says. */
export interface Finding {
  readonly what: string
  readonly state: 'ok' | 'warning' | 'fault'
  readonly words: string
  /** What to do; none where all is well. */
  readonly advice?: string
}

export const ok = (what: string, words: string): Finding => ({ what, state: 'ok', words })
export const warning = (what: string, words: string, advice: string): Finding => ({
  what,
  state: 'warning',
  words,
  advice,
})
export const fault = (what: string, words: string, advice: string): Finding => ({ what, state: 'fault', words, advice })

export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`
}
