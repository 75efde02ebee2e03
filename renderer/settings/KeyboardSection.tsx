/** The keyboard shortcuts. */
import { useShellInfo } from '../app/shellInfo.ts'
import { shortcutsFor } from '../app/shortcuts.ts'
import { useT } from '../i18n/index.ts'
import { Kbd } from '../ui/index.ts'
import { Row, Section } from './Section.tsx'

export function KeyboardSection() {
  const t = useT()
  const { platform } = useShellInfo()
  return (
    <Section title={t('settings.keyboard')}>
      {shortcutsFor(platform, t('ui.key.control'), t('ui.key.shift')).map(({ action, keys }) => (
        <Row key={action} label={t(`settings.keyboard.${action}`)}>
          <Kbd>{keys}</Kbd>
        </Row>
      ))}
    </Section>
  )
}
