import { edgeColumns, nodeColumns, type Allocate, type EdgeColumns, type NodeColumns } from "./columns.ts";
import type { EdgeHelp } from "./edge-help.ts";
import { EdgeScan } from "./edge-scan.ts";
import type { FileLayout } from "./file-layout.ts";
import { LocationScan } from "./location-scan.ts";
import { EdgeType, type Snapshot } from "./model.ts";
import { NodeScan } from "./node-scan.ts";
import type { Section } from "./section.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { StringScan } from "./string-scan.ts";

/** A snapshot while its parts come in, in whichever order and from however many threads. */
export class SnapshotDraft {
  readonly layout: FileLayout;
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
  /** The sections that are complete. */
  readonly finished: Set<Section> = new Set();
  readonly #help: EdgeHelp | null;
  #nodeScan: NodeScan | null = null;
  #edgeScan: EdgeScan | null = null;
  #locationScan: LocationScan | null = null;
  #stringScan: StringScan | null = null;

  constructor(layout: FileLayout, allocate: Allocate, help: EdgeHelp | null) {
    this.layout = layout;
    this.nodes = nodeColumns(layout, allocate);
    this.edges = edgeColumns(layout, allocate);
    this.#help = help;
    help?.start(layout, this.edges);
  }

  /** What takes the array of this name; null when nobody wants it. `bytesLeft` as for `StringScan`. */
  section(name: string, bytesLeft: number): Section | null {
    if (name === "nodes") return (this.#nodeScan ??= new NodeScan(this.layout, this.nodes));
    if (name === "edges") return (this.#edgeScan ??= new EdgeScan(this.layout, this.edges, this.#help));
    if (name === "strings") return (this.#stringScan ??= new StringScan(bytesLeft));
    if (name === "locations" && this.layout.locationField.object_index >= 0)
      return (this.#locationScan ??= new LocationScan(this.layout));
    return null;
  }

  get isComplete(): boolean {
    return this.missing === null;
  }

  /** Which of the parts that every snapshot has is not complete. */
  get missing(): "nodes" | "edges" | "strings" | null {
    const has = (section: Section | null): boolean => section !== null && this.finished.has(section);
    if (!has(this.#nodeScan)) return "nodes";
    if (!has(this.#edgeScan)) return "edges";
    return has(this.#stringScan) ? null : "strings";
  }

  /** The snapshot, once nothing is missing and every index in it is known to be in range. */
  finish(fileBytes: number, largestName: number): Snapshot {
    const { layout, nodes, edges } = this;
    const { nodeCount, edgeCount, nodeTypes, extraNativeBytes } = layout;
    const strings = this.#stringScan!.finish();
    const largest = Math.max(this.#nodeScan!.maxName, this.#largestEdgeName(strings.count, largestName));
    if (nodeCount === 0 || largest >= strings.count) throw outOfRange(largest, strings.count);
    return {
      header: { nodeCount, edgeCount, nodeTypes, extraNativeBytes, fileBytes },
      nodes: { count: nodeCount, ...nodes },
      edges: { count: edgeCount, ...edges },
      strings,
      locations: (this.#locationScan ?? new LocationScan(layout)).finish(),
    };
  }

  /** The largest string index among the names of edges; an element's name is its number and may be larger. */
  #largestEdgeName(stringCount: number, largestName: number): number {
    const maxName = Math.max(largestName, this.#edgeScan!.maxName);
    return maxName < stringCount ? maxName : largestNamed(this.edges);
  }
}

function largestNamed({ ends, names }: EdgeColumns): number {
  let largest = 0;
  for (let edge = 0; edge < names.length; edge++) {
    const name = names[edge]!;
    if (name <= largest) continue;
    const type = ends[edge]! >>> 29;
    if (type !== EdgeType.element && type !== EdgeType.hidden) largest = name;
  }
  return largest;
}

function outOfRange(index: number, count: number): SnapshotError {
  return new SnapshotError(
    "snapshot-malformed",
    `damaged: something is named by string ${index} of ${count}: copy or take it again`,
  );
}
