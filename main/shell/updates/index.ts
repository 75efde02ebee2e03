export { updateSource } from './source.ts'
export { Updates } from './updates.ts'
