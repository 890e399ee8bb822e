/** What a proof is asked to do. */
export interface ProofPlan {
  readonly seed: number
  /** Of the whole proof: 1, or 0.1 where CI runs a tenth. */
  readonly scale: number
  /** Of a proof that goes by time, where it was said. */
  readonly minutes: number | undefined
  readonly say: (line: string) => void
}

/** What it found: counts for the record, and what did not hold. */
export interface ProofReport {
  readonly failures: readonly string[]
}

/** A long proof: runs against a server of its own, and leaves nothing behind. */
export type Proof = (plan: ProofPlan) => Promise<ProofReport>
