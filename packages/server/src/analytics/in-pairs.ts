/** Asks one question after the other, two at a time: the engine has room for others. Answers in the order of the questions. */
export async function inPairs<Question, Answer>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const waiting = questions.entries()
  const worker = async () => {
    for (const [index, question] of waiting) answers[index] = await ask(question)
  }
  await Promise.all([worker(), worker()])
  return answers
}
