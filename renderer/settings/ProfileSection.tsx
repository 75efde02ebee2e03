/** Who one is to others: picture, name, a line about oneself, and address. */
import { type FormEvent, useState } from 'react'
import type { Account } from '../../shared/contract/index.ts'
import { maxAboutLength } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useT } from '../i18n/index.ts'
import { OwnPicture } from '../people/index.ts'
import { Button, showToast, TextField } from '../ui/index.ts'
import { AddressRows } from './AddressRows.tsx'
import { useAttempt } from './change.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function ProfileSection({ account }: { readonly account: Account }) {
  const t = useT()
  const core = useCore()
  return (
    <Section title={t('settings.profile')}>
      <div className={styles.person}>
        <OwnPicture account={account} />
        <div className={styles.lines}>
          <Line
            label={t('settings.name')}
            current={account.displayName}
            maxLength={64}
            required
            saved={t('settings.name.saved')}
            onSave={(displayName) => core.profile.rename({ displayName })}
          />
          <Line
            label={t('people.about')}
            placeholder={t('people.about.placeholder')}
            description={t('people.about.words')}
            current={account.about}
            maxLength={maxAboutLength}
            saved={t('people.about.saved')}
            onSave={(about) => core.profile.describe({ about })}
          />
        </div>
      </div>
      <AddressRows account={account} />
    </Section>
  )
}

interface LineProps {
  readonly label: string
  readonly placeholder?: string
  readonly description?: string
  readonly current: string
  readonly maxLength: number
  readonly required?: boolean
  /** What is said once it is saved. */
  readonly saved: string
  readonly onSave: (text: string) => Promise<void>
}

/** One line of text that is saved by itself. */
function Line({ label, placeholder = '', description, current, maxLength, required, saved, onSave }: LineProps) {
  const t = useT()
  const attempt = useAttempt()
  const [text, setText] = useState(current)
  const next = text.trim()
  const changed = next !== current && !(required && next === '')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!changed) return
    if (await attempt(() => onSave(next))) showToast({ tone: 'success', text: saved })
  }
  return (
    <form className={styles.line} onSubmit={(event) => void save(event)} noValidate>
      <TextField
        className={styles.grow}
        label={label}
        placeholder={placeholder}
        {...(description === undefined ? {} : { description })}
        value={text}
        onChange={setText}
        maxLength={maxLength}
        autoComplete="off"
      />
      <Button
        type="submit"
        aria-label={t('settings.save-what', { what: label })}
        variant={changed ? 'primary' : 'secondary'}
        isDisabled={!changed}
      >
        {t('ui.save')}
      </Button>
    </form>
  )
}
