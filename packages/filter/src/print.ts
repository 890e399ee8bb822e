import type { CausePattern } from './cause-pattern.ts'
import type { Expression, Subject } from './expression.ts'
import { type EntityPattern, isAny } from './selector.ts'

/** The expression in its plainest spelling; reading it gives the same tree, positions aside. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
      return expression.terms.map(inBrackets).join(' AND ')
    case 'or':
      return expression.terms.map(inBrackets).join(' OR ')
    case 'not':
      return `!${inBrackets(expression.term)}`
    case 'test': {
      const { subject, comparison } = expression
      const words = subjectText(subject)
      return comparison === undefined ? words : `${words} ${comparison.operator} ${valueText(comparison.value)}`
    }
    case 'service':
      return `service(${isAny(expression.entity) ? '' : entityText(expression.entity)})${braces(expression.where)}`
    case 'edge': {
      const { from, to, where } = expression
      const ends = isAny(from) && isAny(to) ? '' : `${entityText(from)}, ${entityText(to)}`
      return `edge(${ends})${braces(where)}`
    }
    case 'rootcause':
      return `rootcause.${expression.cause}.${expression.level}${braces(expression.where)}`
    case 'rootcause.json':
      return `rootcause.json = #[${JSON.stringify(causeJson(expression.pattern))}]`
  }
}

/** AND and OR in brackets wherever they stand in another: nobody has to know which binds tighter. */
function inBrackets(term: Expression): string {
  return term.kind === 'and' || term.kind === 'or' ? `(${print(term)})` : print(term)
}

function braces(where: Expression | undefined): string {
  return where === undefined ? '' : ` { ${print(where)} }`
}

function entityText({ name, type, account }: EntityPattern): string {
  if (name !== undefined && type === undefined && account === undefined) return textLiteral(name)
  const parts: string[] = []
  if (name !== undefined) parts.push(`name: ${textLiteral(name)}`)
  if (type !== undefined) parts.push(`type: ${textLiteral(type)}`)
  if (account !== undefined) parts.push(`account.id: ${textLiteral(account)}`)
  return `id(${parts.join(', ')})`
}

const plainKey = /^[\w.]+$/

function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case 'keyword':
      return subject.keyword
    case 'group':
      return `group.${subject.by}`
    case 'annotation': {
      const key = plainKey.test(subject.key) ? subject.key : textLiteral(subject.key)
      return `${subject.of === 'own' ? '' : `${subject.of}.`}annotation[${key}]`
    }
  }
}

function valueText(value: string | number | boolean): string {
  return typeof value === 'string' ? textLiteral(value) : String(value)
}

/** A text as a string of the language: only quotes and backslashes are escaped. */
export function textLiteral(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function causeJson({ clientImpacting, services }: CausePattern): object {
  return {
    ClientImpacting: clientImpacting,
    Services: services?.map(({ name, type, account, inferred, path }) => ({
      Name: name,
      Type: type,
      AccountId: account,
      Inferred: inferred,
      EntityPath: path?.map(({ name, remote, coverage, exceptions }) => ({
        Name: name,
        Remote: remote,
        Coverage: coverage,
        Exceptions: exceptions?.map(({ name, message }) => ({ Name: name, Message: message })),
      })),
    })),
  }
}
