/** Chooses the own picture and the part of it that is shown. */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useCore } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'
import { useT } from '../../i18n/index.ts'
import { Button, Dialog, Slider, showToast } from '../../ui/index.ts'
import { type Crop, mostZoom, moved, squareOf, wholeCrop, withinPicture } from './crop.ts'
import { madePicture } from './made.ts'
import styles from './PictureDialog.module.css'

/** Pixels of the area in the dialog. */
const shownSide = 240
/** How far an arrow key moves, in shares of the side. */
const keyStep = 0.05

export interface PictureDialogProps {
  /** What was chosen. */
  readonly bitmap: ImageBitmap
  readonly onAnother: () => void
  readonly onClose: () => void
}

export function PictureDialog({ bitmap, onAnother, onClose }: PictureDialogProps) {
  const t = useT()
  const core = useCore()
  const report = useReport()
  const [crop, setCrop] = useState<Crop>(wholeCrop)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await core.profile.describe({ picture: await madePicture(bitmap, crop) })
      showToast({ tone: 'success', text: t('people.picture.saved') })
      onClose()
    } catch (error) {
      setBusy(false)
      report(error)
    }
  }
  return (
    <Dialog
      title={t('people.picture.title')}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button variant="quiet" onPress={onAnother}>
            {t('people.picture.choose-another')}
          </Button>
          <Button variant="primary" isPending={busy} onPress={() => void save()}>
            {t('people.picture.use')}
          </Button>
        </>
      }
    >
      <div className={styles.editor}>
        <CropArea bitmap={bitmap} crop={crop} onChange={setCrop} />
        <Slider
          label={t('people.picture.zoom')}
          value={crop.zoom}
          minValue={1}
          maxValue={mostZoom}
          step={0.05}
          onChange={(zoom) => setCrop(withinPicture(bitmap, { ...crop, zoom }))}
        />
      </div>
    </Dialog>
  )
}

interface CropAreaProps {
  readonly bitmap: ImageBitmap
  readonly crop: Crop
  readonly onChange: (crop: Crop) => void
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [keyStep, 0],
  ArrowRight: [-keyStep, 0],
  ArrowUp: [0, keyStep],
  ArrowDown: [0, -keyStep],
}

function CropArea({ bitmap, crop, onChange }: CropAreaProps) {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [from, setFrom] = useState<{ x: number; y: number } | null>(null)
  const draw = useCallback(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const side = Math.round(shownSide * devicePixelRatio)
    canvas.current.width = side
    canvas.current.height = side
    const square = squareOf(bitmap, crop)
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, square.left, square.top, square.side, square.side, 0, 0, side, side)
  }, [bitmap, crop])
  useEffect(draw, [draw])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrows[event.key]
    if (step === undefined) return
    event.preventDefault()
    onChange(moved(bitmap, crop, ...step))
  }
  const begin = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setFrom({ x: event.clientX, y: event.clientY })
  }
  const drag = ({ clientX: x, clientY: y }: PointerEvent) => {
    if (from === null) return
    onChange(moved(bitmap, crop, (x - from.x) / shownSide, (y - from.y) / shownSide))
    setFrom({ x, y })
  }
  return (
    <div
      className={styles.area}
      style={{ width: shownSide, height: shownSide }}
      role="application"
      aria-label={t('people.picture.area')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move it.
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
    >
      <canvas ref={canvas} className={styles.canvas} />
    </div>
  )
}
