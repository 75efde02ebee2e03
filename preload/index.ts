/** Hands the renderer its end of the bridge, and turns chosen files into tokens. Nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'

// Ports cannot cross the bridge of worlds; a message of the window carries them.
ipcRenderer.on('ports', (event) => window.postMessage('megachat:ports', window.location.origin, [...event.ports]))

contextBridge.exposeInMainWorld('megachat', {
  /** Asks for new ports; they come as the message `megachat:ports` of this window: core, then shell. */
  connect: () => ipcRenderer.send('connect'),
  /** Takes in, piece by piece, what has no path: see `shell/copy-calls.ts` of the main process. */
  copy: (asked: unknown) => ipcRenderer.invoke('copy', asked),
  /** The one way for a dropped or chosen file to become a local path, which stays in the main process. */
  grant: (file: File) => ipcRenderer.invoke('grant', webUtils.getPathForFile(file)),
})
