/** The menu bar: on macOS at the top of the screen, elsewhere hidden until Alt. Its keys hold whether it is seen or not. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Texts } from '../texts/index.ts'

export interface MenuActions {
  readonly settings: () => void
  readonly shortcuts: () => void
  readonly lock: () => void
  /** One step larger or smaller; 0 for the usual size. */
  readonly zoom: (direction: 1 | -1 | 0) => void
}

export interface MenuState {
  readonly lockable: boolean
}

type Items = MenuItemConstructorOptions[]

const mac = process.platform === 'darwin'
const separator = { type: 'separator' } as const

export function setApplicationMenu(actions: MenuActions, state: MenuState, texts: Texts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(actions, state, texts)))
}

function template(actions: MenuActions, { lockable }: MenuState, texts: Texts): Items {
  // The page has these keys itself; here they are only shown.
  const settings = {
    label: texts('menu.settings'),
    accelerator: 'CommandOrControl+,',
    registerAccelerator: false,
    click: actions.settings,
  }
  const lock = {
    label: texts('menu.lock'),
    accelerator: 'CommandOrControl+Shift+L',
    registerAccelerator: false,
    click: actions.lock,
    enabled: lockable,
  }
  return [
    ...(mac ? [applicationItems(settings, lock, texts)] : []),
    {
      label: texts('menu.file'),
      submenu: mac
        ? [{ role: 'close', label: texts('menu.close') }]
        : [
            settings,
            lock,
            separator,
            { role: 'close', label: texts('menu.close') },
            { role: 'quit', label: texts('menu.quit') },
          ],
    },
    {
      label: texts('menu.edit'),
      submenu: [
        { role: 'undo', label: texts('menu.undo') },
        { role: 'redo', label: texts('menu.redo') },
        separator,
        { role: 'cut', label: texts('menu.cut') },
        { role: 'copy', label: texts('menu.copy') },
        { role: 'paste', label: texts('menu.paste') },
        { role: 'pasteAndMatchStyle', label: texts('menu.pastePlain') },
        { role: 'selectAll', label: texts('menu.selectAll') },
      ],
    },
    { label: texts('menu.view'), submenu: viewItems(actions, texts) },
    ...(mac ? [windowItems(texts)] : []),
    {
      role: 'help',
      label: texts('menu.help'),
      submenu: [{ label: texts('menu.shortcuts'), click: actions.shortcuts }],
    },
  ]
}

const applicationItems = (settings: Items[0], lock: Items[0], texts: Texts): Items[0] => ({
  label: app.name,
  submenu: [
    { role: 'about', label: texts('menu.about') },
    separator,
    settings,
    lock,
    separator,
    { role: 'services', label: texts('menu.services') },
    separator,
    { role: 'hide', label: texts('menu.hide') },
    { role: 'hideOthers', label: texts('menu.hideOthers') },
    { role: 'unhide', label: texts('menu.unhide') },
    separator,
    { role: 'quit', label: texts('menu.quit') },
  ],
})

const viewItems = ({ zoom }: MenuActions, texts: Texts): Items => [
  { label: texts('menu.zoomIn'), accelerator: 'CommandOrControl+Plus', click: () => zoom(1) },
  // The same key without Shift, where plus needs it.
  {
    label: texts('menu.zoomIn'),
    accelerator: 'CommandOrControl+=',
    click: () => zoom(1),
    visible: false,
    acceleratorWorksWhenHidden: true,
  },
  { label: texts('menu.zoomOut'), accelerator: 'CommandOrControl+-', click: () => zoom(-1) },
  { label: texts('menu.zoomReset'), accelerator: 'CommandOrControl+0', click: () => zoom(0) },
  separator,
  { role: 'togglefullscreen', label: texts('menu.fullScreen') },
  // For who works on the program; the packaged one has no tools for it.
  ...(app.isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
]

const windowItems = (texts: Texts): Items[0] => ({
  role: 'window',
  label: texts('menu.window'),
  submenu: [
    { role: 'minimize', label: texts('menu.minimize') },
    { role: 'zoom', label: texts('menu.zoomWindow') },
    separator,
    { role: 'front', label: texts('menu.front') },
  ],
})
