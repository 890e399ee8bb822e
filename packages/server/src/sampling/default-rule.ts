import { defaultAccount } from '@roentgen/trace'

/** A sampling rule as the API prints it. No further keys: ADOT for Python breaks on any that it does not know. */
export interface SamplingRule {
  readonly RuleName: string
  readonly RuleARN: string
  readonly ResourceARN: string
  readonly Priority: number
  readonly FixedRate: number
  readonly ReservoirSize: number
  readonly ServiceName: string
  readonly ServiceType: string
  readonly Host: string
  readonly HTTPMethod: string
  readonly URLPath: string
  readonly Version: 1
  readonly Attributes: Readonly<Record<string, string>>
}

/** Times in epoch seconds, as numbers: the Node SDK ignores an answer with any other type. */
export interface SamplingRuleRecord {
  readonly SamplingRule: SamplingRule
  readonly CreatedAt: number
  readonly ModifiedAt: number
}

/** The rule that is always there, matches everything, and comes last. Source: sampling.md section 2. */
export function defaultRule(settings: { readonly region: string; readonly defaultSamplingRate: number }): SamplingRule {
  return {
    RuleName: 'Default',
    RuleARN: `arn:aws:xray:${settings.region}:${defaultAccount}:sampling-rule/Default`,
    ResourceARN: '*',
    Priority: 10_000,
    FixedRate: settings.defaultSamplingRate,
    ReservoirSize: 1,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
  }
}
