import { checksum } from "./checksum.ts";
import { packColumn } from "./column-codec.ts";
import type { Graph } from "./graph.ts";
import {
  FOOTER_BYTES,
  INDEX_MAGIC,
  type IndexDirectory,
  type IndexPart,
  type IndexSource,
} from "./index-format.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, type ByteColumn } from "./model.ts";
import { withoutTexts } from "./redaction.ts";

export interface IndexOptions {
  /** Take out the texts of the program's data: strings, and keys of objects that serve as dictionaries. */
  readonly redact?: boolean;
  /** The file it is made from, so that it is known when that has changed. */
  readonly source?: IndexSource;
}

/** The bytes of an index of a snapshot, in pieces to be written one after another; about a third of the file. */
export function* indexBytes(graph: Graph, options: IndexOptions = {}): Generator<Uint8Array> {
  const parts: Record<string, IndexPart> = {};
  let offset = INDEX_MAGIC.length;
  yield INDEX_MAGIC;
  for (const [name, bytes] of partsOf(graph, options.redact === true)) {
    parts[name] = { offset, bytes: bytes.length, checksum: checksum(bytes) };
    yield bytes;
    const padding = -bytes.length & 7;
    if (padding > 0) yield new Uint8Array(padding);
    offset += bytes.length + padding;
  }
  const directory: IndexDirectory = {
    header: graph.snapshot.header,
    source: options.source ?? null,
    redacted: options.redact === true,
    reachableCount: graph.reachableCount,
    parts,
  };
  const text = new TextEncoder().encode(JSON.stringify(directory));
  yield text;
  yield footer(offset, text);
}

function footer(offset: number, directory: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FOOTER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, offset, true);
  view.setUint32(8, directory.length, true);
  view.setUint32(12, checksum(directory), true);
  bytes.set(INDEX_MAGIC, 16);
  return bytes;
}

function* partsOf(graph: Graph, redact: boolean): Generator<[string, Uint8Array]> {
  const { nodes, edges, strings, locations } = graph.snapshot;
  const { selfSizes, firstEdges } = nodes;
  yield ["types", nodes.types];
  yield* packed("names", nodes.names);
  yield* packed("ids", nodes.ids.map(halved));
  yield* packedSizes("selfSizes", selfSizes);
  yield* packed(
    "edgeCounts",
    new Uint32Array(nodes.count).map((_, node) => firstEdges[node + 1]! - firstEdges[node]!),
  );
  if (nodes.detachedness !== null) yield ["detachedness", nodes.detachedness];
  yield* packed("dominators", graph.dominators);
  yield* packedSizes("retainedSizes", graph.retainedSizes);
  if (graph.reachableCount < nodes.count) yield ["unreached", unreached(graph)];
  yield* packed("targets", edges.ends, EDGE_TARGET_MASK);
  yield ["edgeTypes", nibbles(edges.ends)];
  yield* packed("edgeNames", edges.names);
  for (const field of ["nodes", "scriptIds", "lines", "columns"] as const)
    yield* packed(`locations.${field}`, locations[field]);
  const texts = redact ? withoutTexts(graph.snapshot) : strings;
  yield ["strings.bytes", texts.bytes];
  yield* packed(
    "strings.lengths",
    new Uint32Array(strings.count).map((_, i) => texts.starts[i + 1]! - texts.starts[i]!),
  );
}

function* packed(name: string, values: Uint32Array, mask?: number): Generator<[string, Uint8Array]> {
  const { common, codes, extra } = packColumn(values, mask);
  yield [`${name}.common`, new Uint8Array(common.buffer, common.byteOffset, common.byteLength)];
  yield [`${name}.codes`, codes];
  yield [`${name}.extra`, extra];
}

/** Sizes as their low 32 bits and, where one of them is larger, their high ones. */
function* packedSizes(name: string, sizes: ByteColumn): Generator<[string, Uint8Array]> {
  if (sizes instanceof Uint32Array) return yield* packed(name, sizes);
  yield* packed(
    name,
    Uint32Array.from(sizes, (size) => size % 2 ** 32),
  );
  yield* packed(
    `${name}High`,
    Uint32Array.from(sizes, (size) => Math.floor(size / 2 ** 32)),
  );
}

function unreached({ order, reachableCount }: Graph): Uint8Array {
  const marks = new Uint8Array(order.length);
  for (let i = reachableCount; i < order.length; i++) marks[order[i]!] = 1;
  return marks;
}

/** The types of edges, two in a byte. */
function nibbles(ends: Uint32Array): Uint8Array {
  const bytes = new Uint8Array((ends.length + 1) >>> 1);
  for (let edge = 0; edge < ends.length; edge++)
    bytes[edge >>> 1]! |= (ends[edge]! >>> EDGE_TYPE_SHIFT) << ((edge & 1) * 4);
  return bytes;
}

/** V8's ids are odd, one apart from the next; turned round so that they count up by one. */
function halved(id: number): number {
  return ((id >>> 1) | ((id & 1) ^ 1 ? 0x8000_0000 : 0)) >>> 0;
}
