/** What others have written and is shipped with the program, each with its licence. */
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { Licence } from '../../shared/licences.ts'
import { useT } from '../i18n/index.ts'
import { Dialog, Spinner } from '../ui/index.ts'
import styles from './Settings.module.css'

export function LicencesDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const licences = useLicences()
  return (
    <Dialog title={t('settings.about.licences')} width="wide" isOpen onClose={onClose}>
      {licences === undefined && <Spinner />}
      {licences === null && <p>{t('settings.about.licences.none')}</p>}
      {licences && (
        <>
          <p>{t('settings.about.licences.words')}</p>
          <div className={styles.licences}>
            {licences.map(({ name, version, licence, text }) => (
              <details key={`${name} ${version}`}>
                <summary>{t('settings.about.licence-of', { name, version, licence })}</summary>
                <pre>{text || licence}</pre>
              </details>
            ))}
          </div>
        </>
      )}
    </Dialog>
  )
}

/** Undefined while it is read, null where there is none. */
function useLicences(): readonly Licence[] | null | undefined {
  const [licences, setLicences] = useState<readonly Licence[] | null>()
  useEffect(() => {
    const controller = new AbortController()
    fetch('/licences.json', { signal: controller.signal })
      .then((response) => response.json())
      .then((list) => setLicences(z.array(Licence).parse(list)))
      .catch(() => {
        if (!controller.signal.aborted) setLicences(null)
      })
    return () => controller.abort()
  }, [])
  return licences
}
