import { CloseIcon } from '../design/icons.tsx'
import styles from './filter-tags.module.css'
import { tagsOf } from './filter-texts.ts'

interface FilterTagsProps {
  /** Whose conditions they are: `A`, `the query`. */
  readonly of: string
  readonly filter: string
  readonly onChange: (filter: string) => void
}

/** The conditions of a filter, each of which can be taken away. */
export function FilterTags({ of, filter, onChange }: FilterTagsProps) {
  return (
    <ul className={styles.tags} aria-label={`Conditions of ${of}`}>
      {tagsOf(filter).map(({ text, without }) => (
        <li key={text} className={styles.tag}>
          <code title={text}>{text.length > 300 ? `${text.slice(0, 300)}…` : text}</code>
          <button
            type="button"
            aria-label={`Remove ${text.slice(0, 200)} from ${of}`}
            title={`Remove it from ${of}`}
            onClick={() => onChange(without)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  )
}
