/** A JSON text that was made piece by piece: printed at once, a large answer would block the event loop. */
export class JsonPieces {
  readonly #pieces: Buffer[] = []

  add(text: string): void {
    this.#pieces.push(Buffer.from(text))
  }

  /** What another holds, behind what is here. */
  append(other: JsonPieces): void {
    for (const piece of other.#pieces) this.#pieces.push(piece)
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces)
  }
}
