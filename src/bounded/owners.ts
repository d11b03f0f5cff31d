import {
  callsOnItself,
  endSignalOf,
  hasEnded,
  listenOnce,
  listenOnTarget,
  type Emitter,
  type OwnerEnd,
} from "./owner.ts";
import { Tie, type Holding } from "./tie.ts";

/** Takes out what belonged to an owner that is over. */
type Release<K, V> = (holdings: readonly Holding<K, V>[], reason: "owner" | "collected") => void;

/**
 * The owners of a scoped map and what belongs to each. There is one listener on an owner however many entries it has,
 * and none once it has no more.
 */
export class Owners<K, V> {
  readonly #on: string | OwnerEnd<never> | null;
  readonly #release: Release<K, V>;
  /** Owners that tell their end, and so may be held until then. */
  readonly #held = new Map<WeakKey, Tie<K, V>>();
  readonly #weak = new WeakMap<WeakKey, Tie<K, V>>();
  #collected: FinalizationRegistry<Tie<K, V>> | null = null;
  /** The one listener on all emitters that call it on themselves. */
  readonly #closed: (this: object) => void;

  /** `on` is how owners tell their end, where it is not by `close` or `abort`. */
  constructor(on: string | OwnerEnd<never> | null, release: Release<K, V>) {
    this.#on = on;
    this.#release = release;
    const closed = (owner: WeakKey): void => {
      const tie = this.#held.get(owner);
      if (tie !== undefined) this.#end(tie, "owner");
    };
    this.#closed = function (this: object) {
      closed(this);
    };
  }

  /** What belongs to an owner; null when the owner is over already. */
  tieTo(owner: WeakKey): Tie<K, V> | null {
    const known = this.#held.get(owner) ?? this.#weak.get(owner);
    if (known !== undefined) return known;
    const signal = typeof this.#on === "function" ? "function" : endSignalOf(owner);
    if (signal !== "function" && signal !== "collection" && hasEnded(owner)) return null;
    const tie =
      signal === "emitter" || signal === "function" ? this.#hold(owner) : this.#holdWeakly(owner, signal);
    if (!tie.over) return tie;
    this.#untie(tie);
    return null;
  }

  /** What belongs to a lease: its one entry. */
  tieToLease(lease: object): Tie<K, V> {
    const tie = new Tie<K, V>(null);
    // Not to be taken back: a lease is dropped soon after its end, and by then the tie holds nothing.
    this.#awaiting().register(lease, tie);
    return tie;
  }

  /** What belongs to an owner now, if anything. */
  holdingsOf(owner: WeakKey): readonly Holding<K, V>[] {
    return (this.#held.get(owner) ?? this.#weak.get(owner))?.holdings() ?? [];
  }

  /** Notes that an entry has gone: with its last one the owner is let go. */
  remove(holding: Holding<K, V>): void {
    const { tie } = holding;
    tie.remove(holding);
    if (tie.isEmpty && !tie.over) this.#untie(tie);
  }

  #hold(owner: WeakKey): Tie<K, V> {
    const tie = new Tie<K, V>(owner);
    const over = (): void => this.#end(tie, "owner");
    this.#held.set(owner, tie);
    const event = this.#event;
    if (typeof this.#on === "function") tie.untie = this.#on(owner as never, over);
    else if (callsOnItself(owner)) owner.on(event, this.#closed);
    else tie.untie = listenOnce(owner as Emitter, event, over);
    return tie;
  }

  #holdWeakly(owner: WeakKey, signal: "event target" | "collection"): Tie<K, V> {
    const tie = new Tie<K, V>(new WeakRef(owner));
    this.#weak.set(owner, tie);
    if (signal === "event target")
      tie.untie = listenOnTarget(owner as EventTarget, typeof this.#on === "string" ? this.#on : null, () =>
        this.#end(tie, "owner"),
      );
    this.#awaiting().register(owner, tie, tie);
    return tie;
  }

  #awaiting(): FinalizationRegistry<Tie<K, V>> {
    this.#collected ??= new FinalizationRegistry((tie) => this.#end(tie, "collected"));
    return this.#collected;
  }

  get #event(): string {
    return typeof this.#on === "string" ? this.#on : "close";
  }

  #end(tie: Tie<K, V>, reason: "owner" | "collected"): void {
    if (tie.over) return;
    tie.over = true;
    this.#untie(tie);
    this.#release(tie.holdings(), reason);
  }

  #untie(tie: Tie<K, V>): void {
    const { owner, untie } = tie;
    // Twice over is as good as once: the next entry of the owner begins a new tie.
    tie.over = true;
    if (tie.isWeak) this.#collected?.unregister(tie);
    if (owner !== undefined) {
      if (this.#held.get(owner) === tie && untie === null && callsOnItself(owner))
        owner.off(this.#event, this.#closed);
      this.#held.delete(owner);
      this.#weak.delete(owner);
    }
    tie.untie = null;
    untie?.();
  }
}
