/** Asks for some of the words, so that nobody finds out too late that they were never written down. */
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Button, ConfirmDialog, TextField } from '../ui/index.ts'
import styles from './Onboarding.module.css'
import { askedPlaces, isWord } from './recoveryCheck.ts'

export interface RecoveryCheckProps {
  readonly phrase: readonly string[]
  readonly onDone: () => void
  readonly onBack: () => void
}

export function RecoveryCheck({ phrase, onDone, onBack }: RecoveryCheckProps) {
  const t = useT()
  const [places] = useState(() => askedPlaces(phrase.length, Math.random))
  const [given, setGiven] = useState<Readonly<Record<number, string>>>({})
  const [wrong, setWrong] = useState<readonly number[]>([])
  const [skipping, setSkipping] = useState(false)

  const check = (event: FormEvent) => {
    event.preventDefault()
    const mistaken = places.filter((place) => !isWord(given[place] ?? '', phrase[place - 1]))
    setWrong(mistaken)
    if (mistaken.length === 0) onDone()
  }

  return (
    <form className={styles.form} onSubmit={check} noValidate>
      <header>
        <h1 className={styles.title}>{t('security.check.title')}</h1>
        <p className={styles.lead}>{t('security.check.words')}</p>
      </header>
      {places.map((place, index) => (
        <TextField
          key={place}
          label={t('security.check.word', { number: place })}
          value={given[place] ?? ''}
          onChange={(word) => {
            setGiven((before) => ({ ...before, [place]: word }))
            setWrong((before) => before.filter((other) => other !== place))
          }}
          error={wrong.includes(place) ? t('security.check.wrong') : null}
          autoComplete="off"
          spellCheck="false"
          autoFocus={index === 0}
        />
      ))}
      <div className={styles.between}>
        <div className={styles.choices}>
          <Button variant="quiet" onPress={onBack}>
            {t('security.check.back')}
          </Button>
          <Button variant="quiet" onPress={() => setSkipping(true)}>
            {t('security.check.skip')}
          </Button>
        </div>
        <Button type="submit" variant="primary">
          {t('security.check.confirm')}
        </Button>
      </div>
      <ConfirmDialog
        title={t('security.skip.title')}
        action={t('security.skip.action')}
        danger
        isOpen={skipping}
        onConfirm={onDone}
        onClose={() => setSkipping(false)}
      >
        {t('security.skip.words')}
      </ConfirmDialog>
    </form>
  )
}
