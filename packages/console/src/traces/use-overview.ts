import { choiceOf, useChoice } from '../view/choice.ts'

const chosen = choiceOf<'shown' | 'hidden'>('roentgen.overview', ['shown', 'hidden'])

/** Whether groups and charts stand above the list; what is hidden is not asked for. */
export interface Overview {
  readonly isShown: boolean
  readonly show: (isShown: boolean) => void
}

export function useOverview(): Overview {
  return {
    isShown: useChoice(chosen) !== 'hidden',
    show: (isShown) => chosen.choose(isShown ? undefined : 'hidden'),
  }
}
