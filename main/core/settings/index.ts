/** The settings of a profile. */
export { settingsRouter } from './handlers.ts'
export {
  forgetMissingFolders,
  ProfileSettings,
  readFact,
  type SettingsOptions,
  settingsMigrations,
  writeFact,
} from './settings.ts'
