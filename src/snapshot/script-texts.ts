import type { Graph } from "./graph.ts";
import { Heap } from "./heap.ts";
import { NodeType } from "./model.ts";

/** What a snapshot has of the text of a script that was running. */
export interface ScriptText {
  /** How it begins: V8 writes 1024 characters of a string. In a redacted index its size stands here, `<512 bytes>`. */
  readonly start: string;
  /** Bytes of the whole text in V8's heap, with its header: a character takes one byte or two. */
  readonly bytes: number;
}

/** The scripts of which functions are alive, by path or URL as V8 knows them; several of one name when it was loaded again. */
export type ScriptTexts = ReadonlyMap<string, readonly ScriptText[]>;

/** Looks up what ran. One pass over the nodes, one over the edges of functions. */
export function scriptTexts(graph: Graph): ScriptTexts {
  const heap = new Heap(graph);
  const { count } = graph.snapshot.nodes;
  const seen = new Uint8Array(count);
  const texts = new Map<string, ScriptText[]>();
  const isNew = (node: number): boolean => node >= 0 && seen[node] === 0 && (seen[node] = 1) === 1;
  for (let node = 0; node < count; node++) {
    if (heap.types[node] !== NodeType.closure) continue;
    const shared = heap.internal(node, "shared");
    if (!isNew(shared)) continue;
    const script = scriptOfShared(heap, shared);
    if (!isNew(script)) continue;
    const name = scriptName(heap, script);
    const text = textOf(heap, script);
    if (name === "" || text === null) continue;
    const known = texts.get(name);
    if (known === undefined) texts.set(name, [text]);
    else known.push(text);
  }
  return texts;
}

/** The script of a function by what V8 shares between its closures; -1 when it has none. */
export function scriptOfShared(heap: Heap, shared: number): number {
  for (const field of ["script", "script_or_debug_info"]) {
    const script = heap.internal(shared, field);
    if (script < 0) continue;
    if (isText(heap, heap.internal(script, "name"))) return script;
    // Debug information stands before the script of functions that were stepped into.
    const behind = heap.internal(script, "script");
    if (behind >= 0) return behind;
  }
  return -1;
}

/** Its path or URL; "" when it has none. */
export function scriptName(heap: Heap, script: number): string {
  const name = heap.internal(script, "name");
  return isText(heap, name) ? heap.name(name) : heap.name(script).replace(/^system \/ Script \/ /u, "");
}

function textOf(heap: Heap, script: number): ScriptText | null {
  let source = heap.internal(script, "source");
  // Node.js puts a line to TypeScript when it has taken the types out.
  while (source >= 0 && heap.types[source] === NodeType.concatenatedString)
    source = heap.internal(source, "first");
  return isText(heap, source) ? { start: heap.name(source), bytes: heap.graph.shallowSizes[source]! } : null;
}

function isText(heap: Heap, node: number): boolean {
  return node >= 0 && heap.types[node] === NodeType.string;
}
