export { type Autostart, AutostartFile, type Start } from './autostart.ts'
export { KeptFile, type Place } from './kept.ts'
export { placeOn, sizeIn } from './place.ts'
export { ShellPreferences } from './preferences.ts'
