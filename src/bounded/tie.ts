/** An entry of a scoped map: what it is and what it belongs to. */
export interface Holding<K, V> {
  readonly key: K;
  readonly value: V;
  readonly tie: Tie<K, V>;
}

/** The entries that belong to one owner; most owners have one. Small, as there are as many as entries. */
export class Tie<K, V> {
  /** Whether the owner is over. */
  over = false;
  /** Takes the listener off the owner; null where there is none of its own. */
  untie: (() => void) | null = null;
  readonly #owner: WeakKey | null;
  #held: Holding<K, V> | Set<Holding<K, V>> | null = null;

  /** `owner` is the owner itself, or a WeakRef to one that is not to be kept alive; null for a lease, which nobody asks for. */
  constructor(owner: WeakKey | null) {
    this.#owner = owner;
  }

  /** Whether the owner is not kept alive. */
  get isWeak(): boolean {
    return this.#owner instanceof WeakRef;
  }

  /** The owner, unless it has been collected. */
  get owner(): WeakKey | undefined {
    return this.#owner instanceof WeakRef
      ? (this.#owner as WeakRef<WeakKey>).deref()
      : (this.#owner ?? undefined);
  }

  get isEmpty(): boolean {
    return this.#held === null;
  }

  add(holding: Holding<K, V>): void {
    if (this.#held === null) this.#held = holding;
    else if (this.#held instanceof Set) this.#held.add(holding);
    else this.#held = new Set([this.#held, holding]);
  }

  remove(holding: Holding<K, V>): void {
    if (this.#held === holding) this.#held = null;
    else if (this.#held instanceof Set && this.#held.delete(holding) && this.#held.size === 0)
      this.#held = null;
  }

  /** Everything that belongs to the owner. */
  holdings(): Holding<K, V>[] {
    if (this.#held === null) return [];
    return this.#held instanceof Set ? [...this.#held] : [this.#held];
  }
}
