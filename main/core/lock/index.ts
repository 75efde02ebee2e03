/** The lock of the application: when it closes, how it is opened. Has no knowledge of key slots. */
export { PassphraseAttempts } from './attempts.ts'
export { HeldSession } from './held-session.ts'
export { IdleWatch } from './idle.ts'
