/** Where a collection was made: taken down at once, written out only when somebody asks. */
export class ConstructionSite {
  readonly #kind: string;
  #stack: { readonly stack?: string } | null = {};
  #text: string | null = null;

  /** `maker` is the class that was called with `new`; frames of it and below are left out. */
  constructor(kind: string, maker: unknown) {
    this.#kind = kind;
    const { captureStackTrace } = Error as { captureStackTrace?: (into: object, above: unknown) => void };
    // Only V8 has it; formatting is what costs, and happens when `stack` is read.
    if (captureStackTrace === undefined) this.#stack = null;
    else captureStackTrace(this.#stack!, maker);
  }

  /** Such as `src/registry.ts:12`; the kind of the collection where the place is not known. */
  get name(): string {
    if (this.#text !== null) return this.#text;
    this.#text = placeIn(this.#stack?.stack ?? "") ?? this.#kind;
    this.#stack = null;
    return this.#text;
  }
}

/** The last two names of the path in the first frame, and its line. */
function placeIn(stack: string): string | null {
  const frame = /\(?((?:file:\/\/)?[^\s()]+):(\d+):\d+\)?$/m.exec(stack);
  if (frame === null || frame[1]!.startsWith("node:")) return null;
  const names = frame[1]!.replace(/[?#].*$/, "").split(/[\\/]/);
  return `${names.slice(-2).join("/")}:${frame[2]!}`;
}
