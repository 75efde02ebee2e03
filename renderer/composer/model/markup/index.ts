/** Formats as they are typed. */
export { type Format, formatted, formats } from './format.ts'
export { type Formatted, readMarkup } from './read.ts'
export { writeMarkup } from './write.ts'
