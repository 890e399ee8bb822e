import styles from './switcher.module.css'

interface SwitcherProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly name: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of a few, all of them seen: buttons in a row. */
export function Switcher<Value extends string>({ label, options, value, onChange }: SwitcherProps<Value>) {
  return (
    <fieldset className={styles.switcher}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.name}
        </button>
      ))}
    </fieldset>
  )
}
