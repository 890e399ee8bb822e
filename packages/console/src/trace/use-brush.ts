import { type PointerEvent, type RefObject, useState } from 'react'

/** Shares of the element's width. */
export interface Brush {
  readonly from: number
  readonly to: number
}

interface Drag {
  readonly from: number
  readonly to: number
}

/** A press that moves less is a click, in pixels. */
const leastMove = 4

/** Dragging from left to right or right to left over an element. Escape lets go. */
export function useBrush(
  ref: RefObject<HTMLElement | null>,
  onBrush: (from: number, to: number) => void,
  onClick?: (at: number) => void,
): {
  readonly brush: Brush | undefined
  readonly handlers: Readonly<
    Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', (event: PointerEvent) => void>
  >
} {
  const [drag, setDrag] = useState<Drag>()
  const shareAt = ({ clientX }: PointerEvent) => {
    const { left = 0, width = 1 } = ref.current?.getBoundingClientRect() ?? {}
    return Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)))
  }
  const isMoved = ({ from, to }: Drag) => Math.abs(to - from) * (ref.current?.clientWidth ?? 0) >= leastMove
  return {
    brush: drag && isMoved(drag) ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : undefined,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: shareAt(event), to: shareAt(event) })
      },
      onPointerMove: (event) => drag && setDrag({ from: drag.from, to: shareAt(event) }),
      onPointerUp: () => {
        if (drag === undefined) return
        if (isMoved(drag)) onBrush(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to))
        else onClick?.(drag.from)
        setDrag(undefined)
      },
      onPointerCancel: () => setDrag(undefined),
    },
  }
}
