import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import controls from '../design/controls.module.css'
import { Dialog } from '../design/dialog.tsx'
import { useView } from '../view/use-view.ts'
import { defaultGroup } from '../view/view.ts'
import { deleteGroup, type Group } from '../wire/groups.ts'
import { Problem } from '../wire/problem.ts'
import styles from './group-dialog.module.css'

interface DeleteDialogProps {
  readonly group: Group
  readonly onClose: () => void
  /** After the dialog is closed. */
  readonly onDeleted: () => void
}

/** Asks before a group is deleted, and says why it cannot be where others need it. */
export function DeleteDialog({ group, onClose, onDeleted }: DeleteDialogProps) {
  const { GroupName: name } = group
  const { group: chosen, setParameters } = useView()
  const [problem, setProblem] = useState('')
  const [isSending, setSending] = useState(false)
  const questions = useQueryClient()
  const remove = async () => {
    setSending(true)
    try {
      await deleteGroup(group)
      await questions.invalidateQueries({ queryKey: ['groups'] })
      if (chosen === name && name !== defaultGroup)
        setParameters({ group: undefined, delete: undefined }, { replace: true })
      else onClose()
      onDeleted()
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error))
      setSending(false)
    }
  }
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <div className={styles.form}>
        <p>
          Its map and its statistics go with it. The traces stay. A group of the same name that is made later begins
          with what is received then.
        </p>
        {problem !== '' && (
          <p role="alert" className={controls.problem}>
            {problem}
          </p>
        )}
        <div className={styles.foot}>
          <button type="button" className={controls.primary} disabled={isSending} onClick={() => void remove()}>
            Delete the group
          </button>
          <button type="button" className={controls.secondary} onClick={onClose}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
