import { type DragEvent, useState } from 'react'

/** For an element on which a file may be dropped; `data-over` while one is held over it. */
export function useFileDrop(open: (file: File) => void) {
  const [isOver, setOver] = useState(false)
  const dragged = (event: DragEvent, isInside: boolean) => {
    // The browser would show the file instead of the page.
    event.preventDefault()
    setOver(isInside)
  }
  return {
    'data-over': isOver,
    onDragOver: (event: DragEvent) => dragged(event, true),
    onDragLeave: (event: DragEvent) => dragged(event, false),
    onDrop: (event: DragEvent) => {
      dragged(event, false)
      const [file] = event.dataTransfer.files
      if (file !== undefined) open(file)
    },
  }
}
