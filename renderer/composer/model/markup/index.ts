/** Formats as they are typed. */
export { type Change, type Format, formats, formatted } from './format.ts'
export { readMarkup } from './read.ts'
export { writeMarkup } from './write.ts'
