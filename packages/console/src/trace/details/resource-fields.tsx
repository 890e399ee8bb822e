import { isObject, type JsonObject } from '@roentgen/trace'
import { humanise } from '../humanise.ts'
import { Fields, SentField } from './fields.tsx'

/** What the sender said of where it runs, or of the AWS resource that it called. */
export function ResourceFields({ document }: { readonly document: JsonObject }) {
  const aws = isObject(document.aws) ? document.aws : {}
  const plain = Object.entries(aws).filter(([, value]) => !isObject(value))
  const nested = Object.entries(aws).filter(([, value]) => isObject(value))
  const { service, resource_arn } = document
  return (
    <>
      {(plain.length > 0 || resource_arn !== undefined) && (
        <Fields>
          {plain.map(([key, value]) => (
            <SentField key={key} of={key} value={value} />
          ))}
          <SentField of="resource_arn" value={resource_arn} />
        </Fields>
      )}
      {nested.map(([key, value]) => (
        <Fields key={key} title={humanise(key)}>
          {Object.entries(isObject(value) ? value : {}).map(([name, inner]) => (
            <SentField key={name} of={name} value={inner} />
          ))}
        </Fields>
      ))}
      {isObject(service) && (
        <Fields title="Service">
          {Object.entries(service).map(([key, value]) => (
            <SentField key={key} of={key} value={value} />
          ))}
        </Fields>
      )}
    </>
  )
}
