/** What can be made larger and moved: by wheel, two fingers, double click and dragging, and by whoever holds its handle. */
import {
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
  type Ref,
  type RefCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { fit, held, moved, type Placement, zoomed } from './zoom.ts'

export interface ZoomHandle {
  readonly zoom: (factor: number) => void
  readonly reset: () => void
}

export interface ZoomableProps {
  /** Of the window through which one looks; it has `data-zoomed` as long as there is more than it shows. */
  readonly className?: string | undefined
  readonly ref?: Ref<ZoomHandle>
  /** Gives what is looked at, with the element and the style that it must have. */
  readonly children: (content: { readonly ref: RefCallback<HTMLElement>; readonly style: CSSProperties }) => ReactNode
}

interface Point {
  readonly x: number
  readonly y: number
}

export function Zoomable({ className, ref, children }: ZoomableProps) {
  const area = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLElement>(null)
  const pointers = useRef(new Map<number, Point>())
  const [placement, setPlacement] = useState<Placement>(fit)

  const change = (to: (from: Placement) => Placement) =>
    setPlacement((from) => {
      const [window, picture] = [area.current, content.current]
      if (window === null || picture === null) return from
      const { clientWidth: windowWidth, clientHeight: windowHeight } = window
      return held(to(from), { width: picture.clientWidth, height: picture.clientHeight, windowWidth, windowHeight })
    })
  const zoomAt = (factor: number, at: Point) => change((from) => zoomed(from, factor, at))
  useImperativeHandle(ref, () => ({
    zoom: (factor) => zoomAt(factor, { x: 0, y: 0 }),
    reset: () => setPlacement(fit),
  }))

  // A listener of React's is passive: the page would scroll, or be made larger itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `zoomAt` reads what it needs when it is called.
  useEffect(() => {
    const window = area.current
    if (window === null) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoomAt(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), fromMiddle(window, event))
    }
    window.addEventListener('wheel', onWheel, { passive: false })
    return () => window.removeEventListener('wheel', onWheel)
  }, [])

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (before === undefined) return
    const now = fromMiddle(event.currentTarget, event)
    const [other] = [...pointers.current].flatMap(([id, point]) => (id === event.pointerId ? [] : point))
    pointers.current.set(event.pointerId, now)
    if (other === undefined) change((from) => moved(from, now.x - before.x, now.y - before.y))
    else {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      zoomAt(distance(now, other) / Math.max(1, distance(before, other)), middle)
    }
  }
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId)

  const { scale, x, y } = placement
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and buttons do the same through the handle.
    <div
      ref={area}
      className={className}
      data-zoomed={scale > 1}
      onDoubleClick={(event) => (scale > 1 ? setPlacement(fit) : zoomAt(2.5, fromMiddle(event.currentTarget, event)))}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pointers.current.set(event.pointerId, fromMiddle(event.currentTarget, event))
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      {children({
        ref: (element) => {
          content.current = element
        },
        style: { transform: `translate(${x}px, ${y}px) scale(${scale})` },
      })}
    </div>
  )
}

function fromMiddle(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)
