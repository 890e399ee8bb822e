/** What stands in an {@link OldestFirst}; its neighbours belong to the list. */
export interface Standing<Member> {
  older: Member | undefined
  newer: Member | undefined
}

/**
 * A queue from whose middle members can be taken, each step in constant time.
 * (A Map in insertion order is not: finding its first entry walks over all that were deleted before it.)
 */
export class OldestFirst<Member extends Standing<Member>> {
  #oldest: Member | undefined
  #newest: Member | undefined

  get oldest(): Member | undefined {
    return this.#oldest
  }

  /** `member` stands in no list. */
  push(member: Member): void {
    member.older = this.#newest
    if (this.#newest === undefined) this.#oldest = member
    else this.#newest.newer = member
    this.#newest = member
  }

  /** `member` stands in this list. */
  remove(member: Member): void {
    if (member.older === undefined) this.#oldest = member.newer
    else member.older.newer = member.newer
    if (member.newer === undefined) this.#newest = member.older
    else member.newer.older = member.older
    member.older = undefined
    member.newer = undefined
  }
}
