import type { GroupFilter } from '@roentgen/filter'
import { defaultAccount } from '@roentgen/trace'

/** The group that is always there and has every trace. */
export function defaultGroup({ region }: { readonly region: string }): GroupFilter {
  return { name: 'Default', arn: `arn:aws:xray:${region}:${defaultAccount}:group/Default`, expression: undefined }
}
