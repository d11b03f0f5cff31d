import type { Balance, Side } from "./balance.ts";
import { isMachinery } from "./boundary.ts";
import { ClaimLabels, stores } from "./claim-labels.ts";
import type { Heap } from "./heap.ts";
import { EdgeType } from "./model.ts";
import { NameTest } from "./name-test.ts";
import { PairTable } from "./pair-table.ts";
import type { RetainingPaths } from "./retaining-paths.ts";
import type { Survivors } from "./survivors.ts";

/** Two snapshots of one process, paired and booked. */
export interface Pair {
  readonly before: Side;
  readonly after: Side;
  readonly survivors: Survivors;
  readonly balance: Balance;
  /** Of the later snapshot. */
  readonly paths: RetainingPaths;
  /** Working memory: for each node of the later snapshot 0 whenever nobody is at work with it. */
  readonly marks: Uint8Array;
}

/** What an object that was there all the time gained and lost through one of its variables, fields or its entries. */
export interface Claim {
  /** The object, in the later snapshot; a collection rather than its backing store. */
  readonly holder: number;
  /** The edge by which it holds what is new, as `type:name`; "" for entries, "ring" for what holds itself together. */
  readonly label: string;
  net: number;
  added: number;
  removed: number;
  /** The largest of the new bundles, by its topmost object; -1 when there is none. */
  root: number;
  rootBytes: number;
  /** Other objects that hold the same. */
  coHolders: readonly number[];
}

const NO_HOLDERS: readonly number[] = [];

/**
 * All claims, those of one holder together and in the order in which they were made. What V8 keeps for itself (code,
 * hidden classes) is left out.
 */
export class Claims {
  readonly #pair: Pair;
  readonly #labels = new ClaimLabels();
  readonly #isStore: NameTest;
  /** Claims by holder and label; undefined where it has become part of another. */
  readonly #rows = new PairTable();
  readonly #all: (Claim | undefined)[] = [];
  /** The first claim of each holder, and after each the next of the same holder plus 1; 0 for none. */
  readonly #firsts: number[] = [];
  readonly #nexts: number[] = [];
  /** By node the last claim that it holds plus 1. */
  readonly #lasts: Uint32Array;

  constructor(pair: Pair) {
    this.#pair = pair;
    const { nodes, strings } = pair.after.heap.snapshot;
    this.#isStore = new NameTest(strings, (name) => stores.test(name));
    this.#lasts = new Uint32Array(nodes.count);
    this.#bookNew();
    this.#bookGone();
    this.#bookChanges();
    for (const first of this.#firsts) this.#keysTogether(first);
  }

  /** The claim of a holder and label, made when there is none. */
  at(holder: number, label: string): Claim {
    return this.#at(holder, this.#labels.numberOf(label));
  }

  #at(holder: number, label: number): Claim {
    const row = this.#rows.rowOf(holder, label);
    const known = this.#all[row];
    if (known !== undefined) return known;
    const claim: Claim = {
      holder,
      label: this.#labels.text(label),
      net: 0,
      added: 0,
      removed: 0,
      root: -1,
      rootBytes: 0,
      coHolders: NO_HOLDERS,
    };
    this.#all.push(claim);
    this.#nexts.push(0);
    const last = this.#lasts[holder]!;
    if (last === 0) this.#firsts.push(row);
    else this.#nexts[last - 1] = row + 1;
    this.#lasts[holder] = row + 1;
    return claim;
  }

  *[Symbol.iterator](): Generator<Claim> {
    for (const first of this.#firsts)
      for (let row = first + 1; row !== 0; row = this.#nexts[row - 1]!) {
        const claim = this.#all[row - 1];
        if (claim !== undefined) yield claim;
      }
  }

  /** Books what is new to a claim. */
  add(claim: Claim, root: number, bytes: number): void {
    claim.net += bytes;
    claim.added++;
    if (bytes < claim.rootBytes) return;
    claim.root = root;
    claim.rootBytes = bytes;
  }

  #bookNew(): void {
    const { heap, boundary } = this.#pair.after;
    const { dominators } = heap.graph;
    for (let bundle = 0; bundle < boundary.roots.length; bundle++) {
      const root = boundary.roots[bundle]!;
      const edge = boundary.edges[bundle]!;
      const holder = dominators[root]!;
      if (edge === 0 || isMachinery(heap, holder)) continue;
      this.add(this.#claimOf(holder, heap, edge - 1), root, boundary.bytes[bundle]!);
    }
  }

  #bookGone(): void {
    const { heap, boundary } = this.#pair.before;
    const { dominators } = heap.graph;
    for (let bundle = 0; bundle < boundary.roots.length; bundle++) {
      const root = boundary.roots[bundle]!;
      const edge = boundary.edges[bundle]!;
      const holder = this.#pair.survivors.later[dominators[root]!]! - 1;
      if (edge === 0 || holder < 0 || isMachinery(heap, dominators[root]!)) continue;
      const claim = this.#claimOf(holder, heap, edge - 1);
      claim.net -= boundary.bytes[bundle]!;
      claim.removed++;
    }
  }

  /** Objects that grew or shrank themselves. */
  #bookChanges(): void {
    const { before, after, survivors, balance } = this.#pair;
    const sizesBefore = before.heap.snapshot.nodes.selfSizes;
    const sizesAfter = after.heap.snapshot.nodes.selfSizes;
    for (const node of balance.changed) {
      if (isMachinery(after.heap, node)) continue;
      this.at(this.lifted(node), "").net += sizesAfter[node]! - sizesBefore[survivors.earlier[node]! - 1]!;
    }
  }

  #claimOf(holder: number, heap: Heap, edge: number): Claim {
    return this.#at(this.lifted(holder), this.#labels.of(heap, edge));
  }

  /** The collection or object whose backing store a node is. */
  lifted(node: number): number {
    const { heap } = this.#pair.after;
    const { parents, edges } = this.#pair.paths;
    let at = node;
    for (let step = 0; step < 6 && parents[at] !== at && heap.isBackingStore(at); step++) {
      const edge = edges[at]!;
      if (heap.edgeType(edge) !== EdgeType.internal || !this.#isStore.of(heap.edgeNames[edge]!)) break;
      at = parents[at]!;
    }
    return at;
  }

  /** An object that gained several keys that are data, or many of any kind, is a dictionary, and its keys are entries. */
  #keysTogether(first: number): void {
    if (this.#nexts[first] === 0) return; // One key alone is none of several.
    const rows: number[] = [];
    for (let row = first + 1; row !== 0; row = this.#nexts[row - 1]!) rows.push(row - 1);
    const claim = (row: number): Claim => this.#all[row]!;
    const keys = rows.filter((row) => claim(row).label.startsWith(KEY) && claim(row).added > 0);
    const fresh = keys.filter(
      (row) => claim(row).removed === 0 && data.test(claim(row).label.slice(KEY.length)),
    );
    const together = keys.length >= FEWEST_KEYS ? rows : fresh.length > 1 ? fresh : [];
    if (together.length === 0) return;
    const entries = this.at(claim(first).holder, "");
    for (const row of together) {
      if (!claim(row).label.startsWith(KEY)) continue;
      merge(entries, claim(row));
      this.#all[row] = undefined;
    }
  }
}

/** Keys that no programmer wrote. */
const data = /\d|[^\w$#]/u;
const FEWEST_KEYS = 8;
const KEY = "2:";

/** Adds one claim to another. */
export function merge(into: Claim, claim: Claim): void {
  into.net += claim.net;
  into.added += claim.added;
  into.removed += claim.removed;
  if (claim.rootBytes <= into.rootBytes) return;
  into.root = claim.root;
  into.rootBytes = claim.rootBytes;
}
