import type { JsonValue } from '@roentgen/trace'
import { isObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import type { SamplingRule, SamplingRuleRecord } from '../sampling/default-rule.ts'
import type { SamplingStatistics } from '../sampling/quotas.ts'
import { SamplingQuotas } from '../sampling/quotas.ts'
import { optionalArray, optionalCount, requiredArray, requiredCount, requiredString, requiredTime } from './members.ts'
import type { Operations } from './operations.ts'

/** X-Ray documents 25; a few more cost nothing and a client with more rules should not lose all of them. */
const statisticsLimit = 100

export interface SamplingParts {
  readonly rules: readonly SamplingRule[]
  /** Epoch seconds. */
  readonly now: () => number
}

/** GetSamplingRules and GetSamplingTargets, in the shape that every SDK accepts (sampling.md). */
export function samplingOperations(parts: SamplingParts): Operations {
  const quotas = new SamplingQuotas()
  // Built in: never made, never changed.
  const records: readonly SamplingRuleRecord[] = parts.rules.map((rule) => ({
    SamplingRule: rule,
    CreatedAt: 0,
    ModifiedAt: 0,
  }))
  return {
    GetSamplingRules(body) {
      readMembers(body)
      // All in one page: no SDK asks for a second.
      return { SamplingRuleRecords: records }
    },
    GetSamplingTargets(body) {
      const members = readMembers(body)
      const documents = requiredArray(members, 'SamplingStatisticsDocuments')
      const boosts = optionalArray(members, 'SamplingBoostStatisticsDocuments') ?? []
      for (const { length } of [documents, boosts])
        if (length > statisticsLimit) throw apiError('tooManyStatistics', length, statisticsLimit)
      const { targets, unprocessed } = quotas.answer(parts.rules, documents.map(statisticsOf), parts.now())
      return {
        SamplingTargetDocuments: targets,
        LastRuleModification: 0,
        UnprocessedStatistics: unprocessed,
        UnprocessedBoostStatistics: boosts.map(boostRefusal),
      }
    },
  }
}

function statisticsOf(document: JsonValue): SamplingStatistics {
  if (!isObject(document)) throw apiError('wrongType', 'SamplingStatisticsDocuments', 'an array of objects')
  const ruleName = requiredString(document, 'RuleName')
  if (ruleName.length < 1 || ruleName.length > 32) throw apiError('badLength', 'RuleName', ruleName.length, 1, 32)
  const clientId = requiredString(document, 'ClientID')
  if (clientId.length !== 24) throw apiError('badLength', 'ClientID', clientId.length, 24, 24)
  requiredTime(document, 'Timestamp')
  requiredCount(document, 'SampledCount')
  optionalCount(document, 'BorrowCount')
  return { ruleName, clientId, requestCount: requiredCount(document, 'RequestCount') }
}

// No rule here has a boost, so no report of one can be charged to a rule.
function boostRefusal(document: JsonValue): { RuleName: string; ErrorCode: string; Message: string } {
  if (!isObject(document)) throw apiError('wrongType', 'SamplingBoostStatisticsDocuments', 'an array of objects')
  const RuleName = requiredString(document, 'RuleName')
  return { RuleName, ErrorCode: '400', Message: 'Sampling boosts are not supported by this version of Roentgen yet.' }
}
