import type { Report } from "./report.ts";
import { frameTable } from "./frame-table.ts";
import { nameParts } from "./node-info.ts";
import { trimSourcePath } from "./go-path.ts";
import { Weights } from "./weights.ts";

/** A box of a flame graph: a function reached by one path, with everything below it. */
export interface FlameFrame {
  readonly name: string;
  /** Net value of the samples that went through it. */
  readonly value: number;
  /** Their absolute values added up: how wide it is. */
  readonly weight: number;
  /** Inlined into the frame above it, in every sample. */
  readonly inline: boolean;
  readonly depth: number;
  /** Place in the list of the box it stands on; null at the root. */
  readonly parent: number | null;
  /** Where it begins, in units of weight from the left edge. */
  readonly start: number;
}

/** Boxes of a flame graph, each after the one it stands on, and the whole that they are part of. */
export interface FlameTree {
  readonly weight: number;
  readonly value: number;
  readonly frames: readonly FlameFrame[];
  /** Frames on the deepest stack shown. */
  readonly depth: number;
}

/**
 * The stacks of a report merged from the root. Boxes narrower than a share of the whole are left out with all that is
 * on them, so the result is bounded whatever the profile: at most 1/share boxes on a level. Siblings are sorted by weight.
 */
export function flameTree(report: Report, smallestShare: number): FlameTree {
  const tree = new StackTree(report);
  const [value, weight] = [tree.value[0]!, tree.weight[0]!];
  const frames: FlameFrame[] = [];
  let depth = 0;
  const open: { node: number; start: number; depth: number; parent: number | null }[] = [
    { node: 0, start: 0, depth: 0, parent: null },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let { start } = next;
    for (const node of tree.children(next.node)) {
      const width = tree.weight[node]!;
      if (width === 0 || width < weight * smallestShare) continue;
      const { depth: level, parent } = next;
      const place = frames.push({ ...tree.frame(node), start, depth: level, parent }) - 1;
      depth = Math.max(depth, next.depth + 1);
      open.push({ node, start, depth: next.depth + 1, parent: place });
      start += width;
    }
  }
  return { weight, value, frames, depth };
}

/** A tree of stacks in columns; node 0 is the root that all stand on. */
class StackTree {
  readonly value: number[] = [0];
  readonly weight: number[] = [0];
  readonly #infos: number[] = [-1];
  readonly #inline: boolean[] = [false];
  readonly #below: (Map<number, number> | null)[] = [null];
  readonly #names: readonly string[];

  constructor(report: Report) {
    const { profile, options } = report;
    const table = frameTable(profile, {
      objectFiles: false,
      rename: (file) => trimSourcePath(file, options.paths),
    });
    this.#names = table.infos.map((info) => nameParts(info).join(" "));
    const weights = new Weights(profile, options.column, options.mean);
    const { samples } = profile;
    for (let row = 0; row < samples.count; row++) {
      const value = Number(weights.shown(row));
      if (value === 0) continue;
      let node = 0;
      this.#add(node, value);
      for (let i = samples.locationStarts[row + 1]! - 1; i >= samples.locationStarts[row]!; i--) {
        const location = samples.locations[i]!;
        const last = table.starts[location + 1]! - 1;
        for (let frame = last; frame >= table.starts[location]!; frame--) {
          node = this.#child(node, table.nodes[frame]!, frame !== last);
          this.#add(node, value);
        }
      }
    }
  }

  /** The nodes on a node, widest first. */
  children(node: number): number[] {
    const below = [...(this.#below[node]?.values() ?? [])];
    return below.sort((a, b) => this.weight[b]! - this.weight[a]! || a - b);
  }

  frame(node: number): Pick<FlameFrame, "name" | "value" | "weight" | "inline"> {
    return {
      name: this.#names[this.#infos[node]!]!,
      value: this.value[node]!,
      weight: this.weight[node]!,
      inline: this.#inline[node]!,
    };
  }

  #add(node: number, value: number): void {
    this.value[node]! += value;
    this.weight[node]! += Math.abs(value);
  }

  #child(parent: number, info: number, inline: boolean): number {
    const below = (this.#below[parent] ??= new Map<number, number>());
    let node = below.get(info);
    if (node === undefined) {
      node = this.value.push(0) - 1;
      this.weight.push(0);
      this.#infos.push(info);
      this.#inline.push(true);
      this.#below.push(null);
      below.set(info, node);
    }
    if (!inline) this.#inline[node] = false;
    return node;
  }
}
