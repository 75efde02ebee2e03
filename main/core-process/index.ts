export { type CoreProcess, type CoreProcessOptions, launchCore, startCore } from './core-process.ts'
export { PathTokens } from './path-tokens.ts'
