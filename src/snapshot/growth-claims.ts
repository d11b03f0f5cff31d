import type { Balance } from "./balance.ts";
import { isMachinery, type Boundary } from "./boundary.ts";
import type { Heap } from "./heap.ts";
import { EdgeType } from "./model.ts";
import type { RetainingPaths } from "./retaining-paths.ts";
import type { Survivors } from "./survivors.ts";

/** A snapshot and what is in it only. */
interface Side {
  readonly heap: Heap;
  readonly boundary: Boundary;
}

/** Two snapshots of one process, paired and booked. */
export interface Pair {
  readonly before: Side;
  readonly after: Side;
  readonly survivors: Survivors;
  readonly balance: Balance;
  /** Of the later snapshot. */
  readonly paths: RetainingPaths;
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

/** All claims by holder and label, in no order. What V8 keeps for itself (code, hidden classes) is left out. */
export class Claims {
  readonly #pair: Pair;
  readonly #byHolder = new Map<number, Map<string, Claim>>();

  constructor(pair: Pair) {
    this.#pair = pair;
    this.#bookNew();
    this.#bookGone();
    this.#bookChanges();
    this.#keysTogether();
  }

  /** The claim of a holder and label, made when there is none. */
  at(holder: number, label: string): Claim {
    let labels = this.#byHolder.get(holder);
    if (labels === undefined) this.#byHolder.set(holder, (labels = new Map()));
    let claim = labels.get(label);
    if (claim === undefined) {
      claim = { holder, label, net: 0, added: 0, removed: 0, root: -1, rootBytes: 0, coHolders: [] };
      labels.set(label, claim);
    }
    return claim;
  }

  *[Symbol.iterator](): Generator<Claim> {
    for (const labels of this.#byHolder.values()) yield* labels.values();
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
    const { dominators, order } = heap.graph;
    for (const node of order) {
      if (boundary.roots[node] !== node + 1) continue;
      const edge = boundary.edges[node]!;
      const holder = dominators[node]!;
      if (edge === 0 || isMachinery(heap, holder)) continue;
      this.add(this.#claimOf(holder, heap, edge - 1), node, boundary.bytes[node]!);
    }
  }

  #bookGone(): void {
    const { heap, boundary } = this.#pair.before;
    const { dominators, order } = heap.graph;
    for (const node of order) {
      if (boundary.roots[node] !== node + 1) continue;
      const edge = boundary.edges[node]!;
      const holder = this.#pair.survivors.later[dominators[node]!]! - 1;
      if (edge === 0 || holder < 0 || isMachinery(heap, dominators[node]!)) continue;
      const claim = this.#claimOf(holder, heap, edge - 1);
      claim.net -= boundary.bytes[node]!;
      claim.removed++;
    }
  }

  /** Objects that grew or shrank themselves. */
  #bookChanges(): void {
    const { before, after, survivors } = this.#pair;
    const sizesBefore = before.heap.snapshot.nodes.selfSizes;
    const sizesAfter = after.heap.snapshot.nodes.selfSizes;
    for (let node = 0; node < sizesAfter.length; node++) {
      const twin = survivors.earlier[node]!;
      if (twin === 0 || sizesAfter[node] === sizesBefore[twin - 1] || isMachinery(after.heap, node)) continue;
      this.at(this.lifted(node), "").net += sizesAfter[node]! - sizesBefore[twin - 1]!;
    }
  }

  #claimOf(holder: number, heap: Heap, edge: number): Claim {
    return this.at(this.lifted(holder), labelOf(heap, edge));
  }

  /** The collection or object whose backing store a node is. */
  lifted(node: number): number {
    const { heap } = this.#pair.after;
    const { parents, edges } = this.#pair.paths;
    let at = node;
    for (let step = 0; step < 6 && parents[at] !== at && heap.isBackingStore(at); step++) {
      if (heap.edgeType(edges[at]!) !== EdgeType.internal || !stores.test(heap.edgeName(edges[at]!))) break;
      at = parents[at]!;
    }
    return at;
  }

  /** An object that gained several keys that are data, or many of any kind, is a dictionary, and its keys are entries. */
  #keysTogether(): void {
    for (const [holder, labels] of this.#byHolder) {
      const keys = [...labels.values()].filter(({ label, added }) => label.startsWith(KEY) && added > 0);
      const fresh = keys.filter(({ label, removed }) => removed === 0 && data.test(label.slice(KEY.length)));
      const together = keys.length >= FEWEST_KEYS ? [...labels.values()] : fresh.length > 1 ? fresh : [];
      if (together.length === 0) continue;
      const entries = this.at(holder, "");
      for (const claim of together) {
        if (!claim.label.startsWith(KEY)) continue;
        merge(entries, claim);
        labels.delete(claim.label);
      }
    }
  }
}

/** Keys that no programmer wrote. */
const data = /\d|[^\w$#]/u;
const FEWEST_KEYS = 8;
const KEY = "2:";
/** What V8 made of a function: its code, and what it learnt about it. */
const CODE = "code";
const ofCode = /^(?:code|feedback_cell|shared|prototype|initial_map|dispatch_handle)$/u;
const stores = /^(?:table|elements|properties|buffer|backing_store|\d+)$/u;

/** Adds one claim to another. */
export function merge(into: Claim, claim: Claim): void {
  into.net += claim.net;
  into.added += claim.added;
  into.removed += claim.removed;
  if (claim.rootBytes <= into.rootBytes) return;
  into.root = claim.root;
  into.rootBytes = claim.rootBytes;
}

/** The label of what an edge holds: see `Claim`. */
export function labelOf(heap: Heap, edge: number): string {
  const type = heap.edgeType(edge);
  if (type === EdgeType.element || type === EdgeType.hidden) return "";
  const name = heap.edgeName(edge);
  if (type === EdgeType.internal && (stores.test(name) || name.includes("part of key"))) return "";
  if (type === EdgeType.internal && name === "map") return "";
  if (type === EdgeType.internal && ofCode.test(name)) return CODE;
  return `${type}:${name}`;
}
