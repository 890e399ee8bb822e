/** Whether an error is a mistake of the program, which needs its stack, and not a condition that its message explains. */
export function isOurBug(error: unknown): boolean {
  return (
    !(error instanceof Error) ||
    ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError'].includes(error.name)
  )
}
