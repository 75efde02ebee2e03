export { NewPassphrase } from './NewPassphrase.tsx'
export { type Created, Onboarding } from './Onboarding.tsx'
export { RecoveryPhrase } from './RecoveryPhrase.tsx'
export { RecoveryStep } from './RecoveryStep.tsx'
