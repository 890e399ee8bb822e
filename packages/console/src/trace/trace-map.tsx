import { Empty } from '../design/states.tsx'

export function TraceMap({ id, isStored }: { readonly id: string; readonly isStored: boolean }) {
  return <Empty title={isStored ? id : 'file'} />
}
