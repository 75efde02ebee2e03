export { updateSession, updateSource } from './source.ts'
export { Updates } from './updates.ts'
