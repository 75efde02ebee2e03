/** What one can do here, in a few steps, for whoever wants to know. */
import { Files, LifeBuoy, Link, ShieldCheck, Video } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Button, Dialog } from '../ui/index.ts'
import styles from './TourDialog.module.css'

const steps = ['people', 'files', 'calls', 'trust', 'safe'] as const
type Step = (typeof steps)[number]

const pictures: Readonly<Record<Step, ReactNode>> = {
  people: <Link size={40} strokeWidth={1.5} aria-hidden />,
  files: <Files size={40} strokeWidth={1.5} aria-hidden />,
  calls: <Video size={40} strokeWidth={1.5} aria-hidden />,
  trust: <ShieldCheck size={40} strokeWidth={1.5} aria-hidden />,
  safe: <LifeBuoy size={40} strokeWidth={1.5} aria-hidden />,
}

export function TourDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const [place, setPlace] = useState(0)
  const step = steps[place] ?? steps[0]
  const isLast = place === steps.length - 1
  return (
    <Dialog
      title={t('tour.title')}
      isOpen
      onClose={onClose}
      buttons={
        <>
          {place > 0 && <Button onPress={() => setPlace(place - 1)}>{t('tour.back')}</Button>}
          <Button variant="primary" autoFocus onPress={isLast ? onClose : () => setPlace(place + 1)}>
            {t(isLast ? 'tour.done' : 'tour.next')}
          </Button>
        </>
      }
    >
      {/* Read out anew with each step; the keyboard stays on the button. */}
      <section className={styles.step} aria-live="polite" aria-atomic>
        <div className={styles.picture}>{pictures[step]}</div>
        <h3 className={styles.title}>{t(`tour.${step}`)}</h3>
        <p className={styles.words}>{t(`tour.${step}.words`)}</p>
        <p className={styles.place}>{t('tour.place', { place: place + 1, count: steps.length })}</p>
      </section>
    </Dialog>
  )
}
