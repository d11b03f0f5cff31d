import type { Policy } from "./bound.ts";

/** Number of an entry's place in the table; 0 is none. */
export type Slot = number;

const none = 0;
/** In the link to the newer neighbour: nothing is in this slot. */
const free = -1;
const firstSlots = 16;
/** A smaller table is not worth moving when most of it is empty. */
const smallTable = 1024;

/**
 * Keys and values in numbered slots, found through a Map and linked in the order the policy needs: newest first. Grows
 * with what is in it, by half each time, and shrinks again; nothing is set aside for entries that may never come.
 * 53 bytes an entry, of which V8's Map has 29. Adding, removing and finding the one to evict take constant time.
 */
export class EntryTable<K, V> {
  /** Slot of each key, in the order the keys first came. */
  readonly index: Map<K, Slot> = new Map();
  readonly #policy: Policy;
  readonly #max: () => number;
  /** Key and value side by side, at twice the slot. */
  #cells: unknown[] = [];
  /**
   * The newer and the older neighbour side by side, at twice the slot. Free slots are linked by the second. Signed, as
   * V8 keeps such numbers as they are when they are stored.
   */
  #links: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** For sieve: whether the entry was used since the hand passed. */
  #visited: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #capacity = 0;
  #top = 1;
  #free: Slot = none;
  #newest: Slot = none;
  #oldest: Slot = none;
  #hand: Slot = none;

  constructor(policy: Policy, max: () => number) {
    this.#policy = policy;
    this.#max = max;
  }

  /** Slots there are memory for. */
  get capacity(): number {
    return this.#capacity;
  }

  /** All slots below this one may be in use. */
  get top(): Slot {
    return this.#top;
  }

  isFree(slot: Slot): boolean {
    return this.#links[2 * slot] === free;
  }

  key(slot: Slot): K {
    return this.#cells[2 * slot] as K;
  }

  value(slot: Slot): V {
    return this.#cells[2 * slot + 1] as V;
  }

  setValue(slot: Slot, value: V): void {
    this.#cells[2 * slot + 1] = value;
  }

  /** Adds a key that is not there yet, as the newest. */
  add(key: K, value: V): Slot {
    let slot = this.#free;
    if (slot !== none) this.#free = this.#links[2 * slot + 1]!;
    else {
      slot = this.#top;
      if (slot > this.#capacity) this.#grow();
      this.#top = slot + 1;
    }
    this.index.set(key, slot);
    this.#cells[2 * slot] = key;
    this.#cells[2 * slot + 1] = value;
    this.#linkNewest(slot);
    return slot;
  }

  remove(slot: Slot): void {
    this.index.delete(this.#cells[2 * slot] as K);
    if (this.#hand === slot) this.#hand = this.#links[2 * slot]!;
    this.#unlink(slot);
    this.#cells[2 * slot] = undefined;
    this.#cells[2 * slot + 1] = undefined;
    this.#links[2 * slot] = free;
    this.#links[2 * slot + 1] = this.#free;
    this.#free = slot;
    if (this.#policy === "sieve") this.#visited[slot] = 0;
  }

  /** Notes that an entry was used. */
  touch(slot: Slot): void {
    if (this.#policy === "lru") {
      if (slot === this.#newest) return;
      this.#unlink(slot);
      this.#linkNewest(slot);
    } else if (this.#policy === "sieve") this.#visited[slot] = 1;
  }

  /** The entry to go next, never `spared`; none when there is no other. */
  victim(spared: Slot): Slot {
    if (this.#policy === "sieve") return this.#sieve(spared);
    const slot = this.#oldest;
    return slot === spared ? this.#links[2 * slot]! : slot;
  }

  clear(): void {
    this.index.clear();
    this.#cells = [];
    this.#links = new Int32Array(0);
    this.#visited = new Uint8Array(0);
    this.#capacity = 0;
    this.#top = 1;
    this.#free = this.#newest = this.#oldest = this.#hand = none;
  }

  /** Whether so much of the table is empty that `compact` would pay: it takes time for each entry that is left. */
  get isSparse(): boolean {
    return this.#capacity > smallTable && this.index.size < this.#capacity >> 3;
  }

  /** Moves all entries to the lowest slots, oldest first; `moved` hears of each, in ascending order of new slots. */
  compact(moved: (from: Slot, to: Slot) => void): void {
    const { index } = this;
    const [cells, links, visited, hand] = [this.#cells, this.#links, this.#visited, this.#hand];
    this.#resize(Math.max(firstSlots, index.size));
    this.#top = 1;
    this.#free = this.#newest = none;
    let from = this.#oldest;
    this.#oldest = this.#hand = none;
    while (from !== none) {
      const to = this.#top++;
      const key = cells[2 * from] as K;
      index.set(key, to);
      this.#cells[2 * to] = key;
      this.#cells[2 * to + 1] = cells[2 * from + 1];
      this.#linkNewest(to);
      if (this.#policy === "sieve") this.#visited[to] = visited[from]!;
      if (from === hand) this.#hand = to;
      moved(from, to);
      from = links[2 * from]!;
    }
  }

  /** From the oldest to the newest the hand looks for one that was not used since it last came by. */
  #sieve(spared: Slot): Slot {
    const visited = this.#visited;
    const links = this.#links;
    let slot = this.#hand === none ? this.#oldest : this.#hand;
    for (let lonely = 0; visited[slot] === 1 || slot === spared;) {
      if (slot === spared && ++lonely > 2) return none;
      visited[slot] = 0;
      slot = links[2 * slot]!;
      if (slot === none) slot = this.#oldest;
    }
    // Removing it moves the hand on to the next.
    this.#hand = slot;
    return slot;
  }

  #linkNewest(slot: Slot): void {
    const links = this.#links;
    const before = this.#newest;
    links[2 * slot] = none;
    links[2 * slot + 1] = before;
    if (before !== none) links[2 * before] = slot;
    else this.#oldest = slot;
    this.#newest = slot;
  }

  #unlink(slot: Slot): void {
    const links = this.#links;
    const newer = links[2 * slot]!;
    const older = links[2 * slot + 1]!;
    if (newer !== none) links[2 * newer + 1] = older;
    else this.#newest = older;
    if (older !== none) links[2 * older] = newer;
    else this.#oldest = newer;
  }

  #grow(): void {
    const before = { cells: this.#cells, links: this.#links, visited: this.#visited };
    const wanted = this.#capacity < firstSlots ? firstSlots : this.#capacity + (this.#capacity >> 1);
    const capacity = Math.max(this.#capacity + 1, Math.min(wanted, this.#max()));
    this.#capacity = capacity;
    this.#cells = lengthened(before.cells, 2 * (capacity + 1), capacity < wanted);
    this.#links = new Int32Array(2 * (capacity + 1));
    this.#links.set(before.links);
    if (this.#policy !== "sieve") return;
    this.#visited = new Uint8Array(capacity + 1);
    this.#visited.set(before.visited);
  }

  #resize(capacity: number): void {
    this.#capacity = capacity;
    this.#cells = [];
    this.#cells.length = 2 * (capacity + 1);
    this.#links = new Int32Array(2 * (capacity + 1));
    this.#visited = new Uint8Array(this.#policy === "sieve" ? capacity + 1 : 0);
  }
}

/** An array grown to a length. V8 leaves room for more to come, except where this is the `last` time it grows. */
function lengthened(cells: unknown[], length: number, last: boolean): unknown[] {
  if (!last) {
    cells.length = length;
    return cells;
  }
  const exact = Array<unknown>(length);
  for (let i = 0; i < cells.length; i++) exact[i] = cells[i];
  return exact;
}
