export {
  type CoreProcess,
  type CoreProcessOptions,
  launchCore,
  startCore,
  type WarmCore,
  warmCore,
} from './core-process.ts'
export { PathTokens } from './path-tokens.ts'
