/** One JSON object a line: each difference, and last `{"done": true, "differences": N}`, without which it broke off. */
export async function* verifyLines(differences: AsyncIterable<object>): AsyncGenerator<string> {
  let count = 0
  for await (const difference of differences) {
    count++
    yield `${JSON.stringify(difference)}\n`
  }
  yield `${JSON.stringify({ done: true, differences: count })}\n`
}
