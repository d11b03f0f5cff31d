/** An entry of a scoped map: what it is and what it belongs to. */
export interface Holding<K, V> {
  readonly key: K;
  readonly value: V;
  readonly tie: Tie<K, V>;
}

/** The entries that belong to one owner; most owners have one. */
export class Tie<K, V> {
  /** Whether the owner is over. */
  over = false;
  /** Whether the collection of the owner is waited for. */
  awaitsCollection = false;
  /** Takes the listener off the owner; null where there is none of its own. */
  untie: (() => void) | null = null;
  readonly #owner: WeakKey | null;
  #only: Holding<K, V> | null = null;
  #more: Set<Holding<K, V>> | null = null;

  /** `owner` is the owner itself, or a WeakRef to one that is not to be kept alive; null for a lease, which nobody asks for. */
  constructor(owner: WeakKey | null) {
    this.#owner = owner;
  }

  /** The owner, unless it has been collected. */
  get owner(): WeakKey | undefined {
    return this.#owner instanceof WeakRef
      ? (this.#owner as WeakRef<WeakKey>).deref()
      : (this.#owner ?? undefined);
  }

  get isEmpty(): boolean {
    return this.#only === null && this.#more === null;
  }

  add(holding: Holding<K, V>): void {
    if (this.#more !== null) this.#more.add(holding);
    else if (this.#only === null) this.#only = holding;
    else {
      this.#more = new Set([this.#only, holding]);
      this.#only = null;
    }
  }

  remove(holding: Holding<K, V>): void {
    if (this.#only === holding) this.#only = null;
    this.#more?.delete(holding);
    if (this.#more?.size === 0) this.#more = null;
  }

  /** Everything that belongs to the owner. */
  holdings(): Holding<K, V>[] {
    return this.#only !== null ? [this.#only] : [...(this.#more ?? [])];
  }
}
