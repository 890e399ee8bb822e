import type { ReactNode } from 'react'

/** Pictures of 16 by 16 in the colour of the text. What they mean stands beside them, or in the name of their button. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

export const ContrastIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" stroke="none" />
  </Icon>
)

export const ChevronIcon = () => (
  <Icon>
    <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
  </Icon>
)

export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8m0-8-8 8" />
  </Icon>
)

export const MenuIcon = () => (
  <Icon>
    <path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11" />
  </Icon>
)

export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.5 10.5 3.2 3.2" />
  </Icon>
)

export const ClockIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 4.5V8l2.5 1.5" />
  </Icon>
)

export const GroupIcon = () => (
  <Icon>
    <circle cx="5" cy="5" r="2.5" />
    <circle cx="11.5" cy="6.5" r="2" />
    <circle cx="7" cy="12" r="2" />
  </Icon>
)

export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3.5v9m5-9v9" strokeWidth="2" />
  </Icon>
)

export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.2v9.6L12.6 8z" fill="currentColor" />
  </Icon>
)

export const CopyIcon = () => (
  <Icon>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
  </Icon>
)

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </Icon>
)

export const HelpIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.2m0 2v.1" />
  </Icon>
)

export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.2 14.2 13H1.8zM8 6.5v3m0 1.8v.1" />
  </Icon>
)

export const GearIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.2" />
    <path d="M8 1.6v1.8m0 9.2v1.8M14.4 8h-1.8M3.4 8H1.6m10.9-4.5-1.3 1.3M4.8 11.2l-1.3 1.3m9 0-1.3-1.3M4.8 4.8 3.5 3.5" />
    <circle cx="8" cy="8" r="4.6" />
  </Icon>
)

export const MinusIcon = () => (
  <Icon>
    <path d="M3.5 8h9" />
  </Icon>
)

export const ColumnsIcon = () => (
  <Icon>
    <rect x="2" y="3" width="12" height="10" rx="1.5" />
    <path d="M6 3v10m4-10v10" />
  </Icon>
)

export const FileIcon = () => (
  <Icon>
    <path d="M4 1.8h5L12.5 5.3v8.9h-8.5zM9 1.8v3.5h3.5" />
  </Icon>
)

export const ChartIcon = () => (
  <Icon>
    <path d="M2.5 13.5h11M4.5 13V9m3.5 4V4m3.5 9V7" />
  </Icon>
)
