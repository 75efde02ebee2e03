/** The entry of the page: connects, then draws. */
import './bridge/no-eval.ts'
import '../ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { connect } from './bridge/index.ts'
import { NotConnected } from './NotConnected.tsx'
import { restCaret } from './restingCaret.ts'
import { refuseStrayDrops } from './strayDrops.ts'

const container = document.getElementById('root')
if (!container) throw new Error('the page lacks its root')
const root = createRoot(container)
refuseStrayDrops(window)
restCaret(window, document.documentElement)

try {
  const megachat = await connect()
  root.render(<App megachat={megachat} info={await megachat.shell.info()} />)
} catch (error) {
  root.render(<NotConnected error={error} />)
}
