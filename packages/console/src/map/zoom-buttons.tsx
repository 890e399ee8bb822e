import styles from './zoom-buttons.module.css'

interface ZoomButtonsProps {
  readonly onZoom: (factor: number) => void
  readonly onFit: () => void
  readonly onTidy: () => void
}

/** For hands without a wheel. Keys do the same on the map: +, −, 0. */
export function ZoomButtons({ onZoom, onFit, onTidy }: ZoomButtonsProps) {
  const buttons = [
    { name: 'Zoom in', path: 'M8 3v10M3 8h10', act: () => onZoom(1.25) },
    { name: 'Zoom out', path: 'M3 8h10', act: () => onZoom(0.8) },
    { name: 'Fit the map to the window', path: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4', act: onFit },
    {
      name: 'Tidy: lay out afresh, and forget places set by hand',
      path: 'M2 4h3M2 8h3M2 12h3M8 4h6M8 8h6M8 12h6',
      act: onTidy,
    },
  ]
  return (
    <div className={styles.buttons} role="toolbar" aria-label="Zoom and layout" data-covers-map="">
      {buttons.map(({ name, path, act }) => (
        <button key={name} type="button" aria-label={name} title={name} onClick={act}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} fill="none" stroke="currentColor" strokeWidth="1.600" strokeLinecap="round" />
          </svg>
        </button>
      ))}
    </div>
  )
}
