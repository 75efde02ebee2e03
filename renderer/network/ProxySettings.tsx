/** Which proxy everything goes through; one that the user names can be tried before it is used. */
import { useState } from 'react'
import type { ProxyChoice } from '../../shared/contract/index.ts'
import { ProxyServer } from '../../shared/proxy.ts'
import { useCore, useShell } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { useAttempt } from '../settings/change.ts'
import { Banner, Button, Select, TextField } from '../ui/index.ts'
import styles from './ProxySettings.module.css'

type Kind = ProxyChoice['kind'] | 'tor'

/** Where Tor's own program listens (its manual, `SocksPort`). */
const tor = { kind: 'socks5', host: '127.0.0.1', port: 9050 } as const

const isTor = (choice: ProxyChoice) => choice.kind === 'socks5' && choice.host === tor.host && choice.port === tor.port

interface Tried {
  readonly tone: 'success' | 'danger'
  readonly words: string
}

export interface ProxySettingsProps {
  readonly inForce: ProxyChoice
  /** There is no relay yet to try a proxy with. */
  readonly beforeAccount?: boolean
}

export function ProxySettings({ inForce, beforeAccount = false }: ProxySettingsProps) {
  const t = useT()
  const errorText = useErrorText()
  const [core, shell] = [useCore(), useShell()]
  const attempt = useAttempt()
  const [kind, setKind] = useState<Kind>(isTor(inForce) ? 'tor' : inForce.kind)
  const [host, setHost] = useState('host' in inForce ? inForce.host : '')
  const [port, setPort] = useState('port' in inForce ? String(inForce.port) : '')
  const [tried, setTried] = useState<Tried | null>(null)
  const [trying, setTrying] = useState(false)

  const named = kind === 'socks5' || kind === 'http'
  const server = kind === 'tor' ? tor : ProxyServer.safeParse({ kind, host, port: Number(port) }).data
  const use = (choice: ProxyChoice) => void attempt(() => shell.changePreferences({ proxy: choice }))
  const choose = (next: Kind) => {
    setKind(next)
    setTried(null)
    if (next === 'system' || next === 'none') use({ kind: next })
  }
  const incomplete = () => setTried({ tone: 'danger', words: t('settings.proxy.incomplete') })
  const test = async () => {
    if (server === undefined) return incomplete()
    setTrying(true)
    setTried(null)
    try {
      const { milliseconds } = await core.connection.testProxy({ proxy: server })
      setTried({ tone: 'success', words: t('settings.proxy.works', { milliseconds }) })
    } catch (error) {
      setTried({ tone: 'danger', words: errorText(error) })
    }
    setTrying(false)
  }
  const used = server !== undefined && JSON.stringify(server) === JSON.stringify(inForce)
  return (
    <div className={styles.block}>
      <div className={styles.narrow}>
        <Select
          label={t('settings.proxy')}
          value={kind}
          onChange={choose}
          options={(['system', 'none', 'tor', 'socks5', 'http'] as const).map((value) => ({
            value,
            label: t(`settings.proxy.${value}`),
          }))}
        />
      </div>
      {(named || kind === 'tor') && <p className={styles.description}>{t('settings.proxy.words')}</p>}
      {named && (
        <div className={styles.server}>
          <TextField label={t('settings.proxy.host')} value={host} onChange={setHost} spellCheck="false" />
          <TextField label={t('settings.proxy.port')} value={port} onChange={setPort} inputMode="numeric" />
        </div>
      )}
      {tried && <Banner tone={tried.tone}>{tried.words}</Banner>}
      {(named || kind === 'tor') && (
        <div className={styles.buttons}>
          {!beforeAccount && (
            <Button isPending={trying} onPress={() => void test()}>
              {t('settings.proxy.test')}
            </Button>
          )}
          <Button
            variant="primary"
            isDisabled={used}
            onPress={() => (server === undefined ? incomplete() : use(server as ProxyChoice))}
          >
            {t(used ? 'settings.proxy.used' : 'settings.proxy.use')}
          </Button>
        </div>
      )}
    </div>
  )
}
