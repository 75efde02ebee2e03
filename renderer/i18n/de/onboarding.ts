import type { onboarding as english } from '../en/onboarding.ts'
import type { Translation } from '../types.ts'

export const onboarding: Translation<typeof english> = {}
