/** Words in the user's language: `useT` for messages, `useFormats` for numbers and times, `useErrorText` for errors. */
export { errorCodeIn, useErrorText } from './errors.ts'
export { type Formats, formatsFor } from './formats.ts'
export { type Locale, localeFor } from './locale.ts'
export { LanguageProvider, type MessageId, type Translate, useFormats, useLocale, useT } from './provider.tsx'
export type { Translation } from './types.ts'
