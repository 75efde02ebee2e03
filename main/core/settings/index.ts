/** The settings of a profile. */
export { settingsRouter } from './handlers.ts'
export {
  forgetComputer,
  ProfileSettings,
  readFact,
  type SettingsOptions,
  settingsMigrations,
  writeFact,
} from './settings.ts'
