/** The camera's picture until a QR code is seen in it. */
import { useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Button, Spinner } from '../ui/index.ts'
import { newScan } from './scan.ts'
import styles from './trust.module.css'

export interface ScannerProps {
  /** May be called again for the same code, until the scanner is taken away. */
  readonly onCode: (text: string) => void
  readonly onClose: () => void
}

/** Milliseconds between two looks: quick enough for a hand, and light for the computer. */
const lookEveryMs = 150

export function Scanner({ onCode, onClose }: ScannerProps) {
  const t = useT()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<'opening' | 'looking' | 'no-camera'>('opening')
  const handler = useRef(onCode)
  handler.current = onCode

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let stream: MediaStream | undefined
    let ended = false
    const run = async () => {
      const scan = await newScan()
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      const frame = video.current
      if (ended || frame === null) return stop()
      frame.srcObject = stream
      await frame.play()
      setState('looking')
      const look = async () => {
        const text = await scan(frame).catch(() => null)
        if (ended) return
        if (text !== null) handler.current(text)
        timer = setTimeout(look, lookEveryMs)
      }
      await look()
    }
    const stop = () => {
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    run().catch(() => {
      stop()
      if (!ended) setState('no-camera')
    })
    return () => {
      ended = true
      stop()
    }
  }, [])

  return (
    <div className={styles.scanner}>
      {state === 'no-camera' ? (
        <p role="alert">{t('trust.no-camera')}</p>
      ) : (
        <div className={styles.camera}>
          <video ref={video} muted playsInline aria-label={t('trust.camera')} />
          {state === 'opening' && <Spinner />}
        </div>
      )}
      <Button size="small" onPress={onClose}>
        {t('trust.scan-stop')}
      </Button>
    </div>
  )
}
