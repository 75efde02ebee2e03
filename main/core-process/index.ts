export { type CoreProcess, type CoreProcessOptions, startCore } from './core-process.ts'
export { PathTokens } from './path-tokens.ts'
