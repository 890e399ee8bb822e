import { isObject, type JsonObject } from '@roentgen/trace'
import { CopyButton } from '../../design/copy-button.tsx'
import { JsonTree } from '../../design/json-tree.tsx'
import { LongText } from '../../design/long-text.tsx'
import styles from './details.module.css'

/** Metadata by namespace; of OpenTelemetry also what a segment has no place for. */
export function MetadataTree({ document: { metadata, otel } }: { readonly document: JsonObject }) {
  const namespaces = [
    ...(isObject(metadata) ? Object.entries(metadata) : []),
    ...(isObject(otel) ? ([['OpenTelemetry', otel]] as const) : []),
  ]
  return namespaces.map(([namespace, value]) => (
    <section key={namespace} className={styles.section}>
      <h3>
        <LongText text={namespace} most={200} />
        <CopyButton text={() => JSON.stringify(value, null, 2)} what={`metadata ${namespace.slice(0, 100)}`} />
      </h3>
      <JsonTree value={value ?? null} depth={0} />
    </section>
  ))
}
