import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import type { GroupTag } from '../wire/groups.ts'
import styles from './tag-fields.module.css'

interface TagFieldsProps {
  readonly tags: readonly GroupTag[]
  readonly onChange: (tags: readonly GroupTag[]) => void
}

/** Keys and values, a row each. */
export function TagFields({ tags, onChange }: TagFieldsProps) {
  const set = (at: number, changes: Partial<GroupTag>) =>
    onChange(tags.map((tag, index) => (index === at ? { ...tag, ...changes } : tag)))
  return (
    <fieldset className={styles.tags}>
      <legend>Tags</legend>
      {tags.map(({ key, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place while its key is being written
        <div key={at} className={styles.tag}>
          <input
            className={controls.field}
            aria-label={`Key of tag ${at + 1}`}
            placeholder="key"
            value={key}
            onChange={({ target }) => set(at, { key: target.value })}
          />
          <input
            className={controls.field}
            aria-label={`Value of tag ${at + 1}`}
            placeholder="value"
            value={value}
            onChange={({ target }) => set(at, { value: target.value })}
          />
          <button
            type="button"
            className={controls.icon}
            aria-label={`Remove tag ${at + 1}`}
            title="Remove"
            onClick={() => onChange(tags.filter((_, index) => index !== at))}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
      <button type="button" className={controls.plain} onClick={() => onChange([...tags, { key: '', value: '' }])}>
        Add a tag
      </button>
    </fieldset>
  )
}
