/** The whole profile in one encrypted file: made by hand or by itself, and brought back at any computer. */
export { Backups, type BackupsOptions } from './backups.ts'
export { backupRouter } from './handlers.ts'
export { backupKeyOf, type OpenBackup, openBackup } from './head.ts'
export type { Progress } from './progress.ts'
export { restoreBackup } from './restore.ts'
