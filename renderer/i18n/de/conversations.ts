import type { conversations as english } from '../en/conversations.ts'
import type { Translation } from '../types.ts'

export const conversations: Translation<typeof english> = {}
