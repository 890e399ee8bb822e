import { choiceOf } from '../view/choice.ts'

/** Whether a page follows what comes in from the moment when it is opened: it does until someone chooses. */
export const beginning = choiceOf<'follow' | 'pause'>('roentgen.live', ['follow', 'pause'])
