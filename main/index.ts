/** The Electron entry: secures the application, opens the shell, starts the core. */
import { mkdirSync } from 'node:fs'
import { app, dialog } from 'electron'
import { errorForLog } from '../shared/error-log.ts'
import { errorCodeOf } from '../shared/errors.ts'
import { beginLog, openLog } from '../shared/node/log.ts'
import { warmCore } from './core-process/index.ts'
import { defaultProfileFolder } from './profile.ts'
import { registerAppScheme } from './shell/app-protocol.ts'
import { type Application, startApplication } from './shell/application.ts'
import { forbidNavigation } from './shell/navigation.ts'
import { type LaunchOptions, launchOptions, requestIn } from './shell/options.ts'
import { restartAfterFailure } from './shell/recovery.ts'
import { RunningWell } from './shell/running-well.ts'

const debuggers = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']
const launch = launched()
const profile = launch.profile ?? defaultProfileFolder()

// Whoever could ask for it would read every message out of the page.
if (app.isPackaged && debuggers.some((name) => app.commandLine.hasSwitch(name))) {
  process.stderr.write('MegaChat does not start with a debugger.\n')
  process.exit(1)
}
app.enableSandbox()
registerAppScheme()
forbidNavigation()
mkdirSync(profile, { recursive: true, mode: 0o700 })
const log = openLog('main', profile)
// One instance for each profile: the lock lies in Electron's own folder, so that goes into the profile too.
app.setPath('userData', `${profile}/electron`)
// A tree of sources is no place for the system's links to lead to.
if (app.isPackaged) app.setAsDefaultProtocolClient('megachat')

let application: Promise<Application> | undefined
/** macOS tells of the link that started the application in an event before it is ready. */
let earlyLink = launch.request.link

const running = new RunningWell(profile, log)
restartAfterFailure(running, log)
if (app.requestSingleInstanceLock()) {
  beginLog(profile)
  const safeMode = running.begin() || launch.safeMode
  // A driver of the graphics processor is what brings most programs of this kind down.
  if (safeMode) app.disableHardwareAcceleration()
  const core = warmCore()
  app.on(
    'second-instance',
    (_event, argv) => void application?.then((running) => running.open(requestIn(argv.slice(1)))),
  )
  app.on('open-url', (event, link) => {
    event.preventDefault()
    if (application === undefined) earlyLink = link
    else void application.then((running) => running.open({ link, show: null }))
  })
  app.once('ready', () => {
    const sqliteBinding = app.isPackaged ? null : (process.env.MEGACHAT_SQLITE_BINDING ?? null)
    application = startApplication({
      launch: { ...launch, safeMode, request: { ...launch.request, link: earlyLink } },
      ...{ profile, sqliteBinding, core, log },
      ended: () => running.endsInOrder(),
    })
    application.catch((error: unknown) => {
      log.fatal({ error: errorForLog(error) }, 'MegaChat cannot start')
      if (errorCodeOf(error) === 'profile-in-use') {
        // Nothing is wrong with this one.
        running.endsInOrder()
        process.stderr.write('MegaChat is already open with this profile.\n')
      } else dialog.showErrorBox('MegaChat', 'MegaChat cannot start. The log says more.')
      app.exit(1)
    })
  })
} else {
  process.stderr.write('MegaChat is already open with this profile.\n')
  app.exit(0)
}

function launched(): LaunchOptions {
  try {
    return launchOptions(process.argv.slice(1), process.cwd())
  } catch {
    process.stderr.write('The passphrase file cannot be read or is empty.\n')
    process.exit(1)
  }
}
