/** The entry of the small window that shows an incoming call above everything else. */
import '../app/bridge/no-eval.ts'
import '../ui/base.css'
import { createRoot } from 'react-dom/client'
import { type RingAnswer, ringPageOf } from '../../shared/ring-page.ts'
import { applyTheme } from '../app/theme.ts'
import { LanguageProvider } from '../i18n/index.ts'
import { RingCard } from './RingCard.tsx'

const container = document.getElementById('root')
if (!container) throw new Error('the page lacks its root')
const page = ringPageOf(window.location.search)
const { ring } = window as unknown as { readonly ring: { readonly answer: (answer: RingAnswer) => void } }
applyTheme(page.theme)
createRoot(container).render(
  <LanguageProvider locale={page.language} region={navigator.language}>
    <RingCard page={page} onAnswer={ring.answer} />
  </LanguageProvider>,
)
