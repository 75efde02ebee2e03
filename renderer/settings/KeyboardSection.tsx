/** The way to the list of keyboard shortcuts. */
import { useNavigation } from '../app/navigation.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { shortcutsFor } from '../app/shortcuts.ts'
import { useT } from '../i18n/index.ts'
import { Button, Kbd } from '../ui/index.ts'
import { Row, Section } from './Section.tsx'

export function KeyboardSection() {
  const t = useT()
  const { platform } = useShellInfo()
  const showShortcuts = useNavigation((navigation) => navigation.showShortcuts)
  const own = shortcutsFor(platform, t('ui.key.control'), t('ui.key.shift')).find(
    ({ action }) => action === 'shortcuts',
  )
  return (
    <Section title={t('settings.keyboard')}>
      <Row label={t('settings.keyboard.shortcuts')}>
        {own && <Kbd>{own.keys}</Kbd>}
        <Button size="small" onPress={() => showShortcuts(true)}>
          {t('settings.keyboard.show')}
        </Button>
      </Row>
    </Section>
  )
}
