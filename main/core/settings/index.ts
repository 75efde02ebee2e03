/** The settings of a profile. */
export { settingsRouter } from './handlers.ts'
export { ProfileSettings, readFact, type SettingsOptions, settingsMigrations } from './settings.ts'
