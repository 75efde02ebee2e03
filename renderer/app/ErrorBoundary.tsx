/** Catches what breaks while drawing, so that the window never goes blank. */
import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import { Notice } from './Notice.tsx'

interface Props {
  readonly children: ReactNode
}

export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const t = useT()
  return (
    <Notice
      icon={<TriangleAlert size={40} />}
      title={t('crash.title')}
      action={
        <Button variant="primary" onPress={() => location.reload()}>
          {t('crash.reload')}
        </Button>
      }
    >
      {t('crash.words')}
    </Notice>
  )
}
