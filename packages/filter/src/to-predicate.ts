import type { SummaryEdge, SummarySegment, TraceSummary } from '@roentgen/trace'
import { causeFits } from './cause-fits.ts'
import type { Condition } from './condition.ts'
import type { ListedTrace } from './listed-trace.ts'
import { asClientOf, type EntityPattern, fits, isAny } from './selector.ts'
import { annotationPasses, passes } from './value-passes.ts'
import { causeElements, causeValues, edgeValues, segmentValues, traceValues, type Values } from './values.ts'

/** A condition as a function that tells whether a trace fits: the same traces that the store's SQL finds. */
export function toPredicate(condition: Condition): (summary: TraceSummary) => boolean {
  return joined(condition, traceLeaf)
}

/** The same of what a list shows of a trace; undefined where the condition asks for more than that. */
export function toListedPredicate(condition: Condition): ((trace: ListedTrace) => boolean) | undefined {
  let isOfMore = false
  const fits = joined(condition, (leaf): Predicate<ListedTrace> => {
    if (isOfListed(leaf)) return listedLeaf(leaf)
    isOfMore = true
    return always
  })
  return isOfMore ? undefined : fits
}

type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>
type ListedLeaf =
  | Exclude<Leaf, { kind: 'edge' | 'service' }>
  | (Extract<Leaf, { kind: 'service' }> & { readonly where: undefined })
type Predicate<Element> = (element: Element) => boolean

function joined<Element>(condition: Condition, leaf: (leaf: Leaf) => Predicate<Element>): Predicate<Element> {
  switch (condition.kind) {
    case 'and': {
      const terms = condition.terms.map((term) => joined(term, leaf))
      return (element) => terms.every((term) => term(element))
    }
    case 'or': {
      const terms = condition.terms.map((term) => joined(term, leaf))
      return (element) => terms.some((term) => term(element))
    }
    case 'not': {
      const term = joined(condition.term, leaf)
      return (element) => !term(element)
    }
    default:
      return leaf(condition)
  }
}

function isOfListed(leaf: Leaf): leaf is ListedLeaf {
  return leaf.kind === 'service' ? leaf.where === undefined : leaf.kind !== 'edge'
}

function listedLeaf(leaf: ListedLeaf): Predicate<ListedTrace> {
  switch (leaf.kind) {
    case 'keyword':
      return keywordTest(leaf, traceValues)
    case 'annotation':
      return ({ annotations }) => annotations.some(({ key, value }) => isAnnotation(leaf, key, value))
    case 'service':
      return ({ segments }) => segments.some(({ entity }) => fits(leaf.entity, entity))
    case 'rootcause': {
      const { cause: kind, level } = leaf
      const where = leaf.where === undefined ? always : joined(leaf.where, (inner) => causeLeaf(inner, level))
      return ({ rootCauses }) =>
        rootCauses.some((cause) => cause.kind === kind && causeElements(cause, level).some(where))
    }
    case 'rootcause.json':
      return ({ rootCauses }) => rootCauses.some((cause) => causeFits(leaf.pattern, cause))
  }
}

function traceLeaf(leaf: Leaf): Predicate<TraceSummary> {
  if (isOfListed(leaf)) return listedLeaf(leaf)
  switch (leaf.kind) {
    case 'service': {
      const { entity } = leaf
      const where = leaf.where === undefined ? always : joined(leaf.where, segmentLeaf)
      return (summary) =>
        summary.segments.some((segment, index) => fits(entity, segment.entity) && where({ summary, segment, index }))
    }
    case 'edge': {
      const where = leaf.where === undefined ? always : joined(leaf.where, edgeLeaf)
      const caller = asClientOf(leaf.from)
      return (summary) =>
        summary.edges.some(
          (edge) =>
            (edge.from < 0
              ? caller !== undefined && fitsAt(caller, summary, edge.to)
              : fitsAt(leaf.from, summary, edge.from)) &&
            fitsAt(leaf.to, summary, edge.to) &&
            where({ summary, edge }),
        )
    }
  }
}

const always = () => true

function fitsAt(pattern: EntityPattern, { segments }: TraceSummary, index: number): boolean {
  const entity = segments[index]?.entity
  return isAny(pattern) || (entity !== undefined && fits(pattern, entity))
}

interface Segment {
  readonly summary: TraceSummary
  readonly segment: SummarySegment
  readonly index: number
}

function segmentLeaf(leaf: Leaf): Predicate<Segment> {
  if (leaf.kind === 'annotation')
    return ({ summary, index }) =>
      summary.annotations.some((one) => one.segment === index && isAnnotation(leaf, one.key, one.value))
  const test = keywordTest(leaf, segmentValues)
  return ({ segment }) => test(segment)
}

interface Edge {
  readonly summary: TraceSummary
  readonly edge: SummaryEdge
}

function edgeLeaf(leaf: Leaf): Predicate<Edge> {
  if (leaf.kind === 'annotation')
    return ({ summary, edge }) => {
      const end = leaf.of === 'source' ? edge.from : edge.to
      return summary.annotations.some((one) => one.segment === end && isAnnotation(leaf, one.key, one.value))
    }
  const test = keywordTest(leaf, edgeValues)
  return ({ edge }) => test(edge)
}

function causeLeaf(leaf: Leaf, level: keyof typeof causeValues) {
  return keywordTest(leaf, causeValues[level])
}

function isAnnotation(leaf: Leaf & { kind: 'annotation' }, key: string, value: string | number | boolean): boolean {
  return key === leaf.key && annotationPasses(leaf.test, value)
}

/** {@link check} has seen that the keyword has a value there. */
function keywordTest<Element>(leaf: Leaf, values: Values<Element>): Predicate<Element> {
  const read = leaf.kind === 'keyword' ? values[leaf.keyword] : undefined
  if (leaf.kind !== 'keyword' || read === undefined)
    throw new Error(`a ${leaf.kind} was checked that has no value here`)
  return (element) => passes(leaf.test, read(element))
}
