export { LogDialog } from './LogDialog.tsx'
export { SettingsView } from './SettingsView.tsx'
