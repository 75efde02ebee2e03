import type { transfers as english } from '../en/transfers.ts'
import type { Translation } from '../types.ts'

export const transfers: Translation<typeof english> = {}
