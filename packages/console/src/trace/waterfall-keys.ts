/** What can be done to a waterfall by the keyboard. */
export type WaterfallAction =
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'first' | 'last' | 'open' | 'close' | 'details' | 'leave' | 'toggle' | 'find' | 'whole' }
  | { readonly do: 'match' | 'failure'; readonly direction: 1 | -1 }
  | { readonly do: 'pan'; readonly share: number }
  | { readonly do: 'zoom'; readonly factor: number }

const page = 20

/** What a key means in the waterfall; undefined where it means nothing. */
export function actionOf(key: string, isShifted: boolean): WaterfallAction | undefined {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return { do: 'move', by: 1 }
    case 'k':
    case 'ArrowUp':
      return { do: 'move', by: -1 }
    case 'PageDown':
      return { do: 'move', by: page }
    case 'PageUp':
      return { do: 'move', by: -page }
    case 'Home':
      return { do: 'first' }
    case 'End':
      return { do: 'last' }
    case 'ArrowRight':
      return isShifted ? { do: 'pan', share: 0.2 } : { do: 'open' }
    case 'ArrowLeft':
      return isShifted ? { do: 'pan', share: -0.2 } : { do: 'close' }
    case 'Enter':
      return { do: 'details' }
    case ' ':
      return { do: 'toggle' }
    case 'Escape':
      return { do: 'leave' }
    case 'n':
      return { do: 'match', direction: 1 }
    case 'N':
      return { do: 'match', direction: -1 }
    case 'e':
      return { do: 'failure', direction: 1 }
    case 'E':
      return { do: 'failure', direction: -1 }
    case '/':
      return { do: 'find' }
    case '+':
    case '=':
      return { do: 'zoom', factor: 1.5 }
    case '-':
      return { do: 'zoom', factor: 1 / 1.5 }
    case '0':
      return { do: 'whole' }
    default:
      return undefined
  }
}
