/** What could not be read or trusted on the way to an answer, each said once, in words for the user. */
export class Notes {
  readonly #notes = new Set<string>();

  /** Keeps one line: what is wrong, and what was used instead. */
  add(note: string): void {
    this.#notes.add(note);
  }

  get list(): readonly string[] {
    return [...this.#notes];
  }
}

/** The first line of an error's message, for a note. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? "";
}
