/** The small window of an incoming call says what was pressed. Nothing else crosses. */
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('ring', {
  answer: (answer: unknown) => ipcRenderer.send('ring', answer),
})
