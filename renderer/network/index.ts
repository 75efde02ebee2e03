export { NetworkButton } from './NetworkButton.tsx'
export { ProxySettings } from './ProxySettings.tsx'
