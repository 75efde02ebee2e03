import type { calls as english } from '../en/calls.ts'
import type { Translation } from '../types.ts'

export const calls: Translation<typeof english> = {}
