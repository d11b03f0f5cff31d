import { ProfileFormatError } from "./format-error.ts";
import type { SamplingHeapProfile, SamplingHeapProfileNode } from "./heap-profile.ts";
import { StackBudget } from "./stack-budget.ts";

/** Where a function of V8 begins; lines and columns are 0-based. */
export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** V8's `Profiler.Profile`, which is also the content of a `.cpuprofile` file; times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of the nodes that were running, and the time from each sample to the one before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A call in the tree of stacks that were seen. */
export interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly hitCount: number;
  /** Left out by V8 where there are none, as `positionTicks` is. */
  readonly children?: readonly number[];
  /** Samples by line, 1-based, where V8 counts them. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

/** What a JSON text of V8 is. */
export type V8Json =
  | { readonly kind: "heap"; readonly profile: SamplingHeapProfile }
  | { readonly kind: "cpu"; readonly profile: CpuProfile };

/** Reads `.heapprofile` and `.cpuprofile`; null for other JSON. Throws ProfileFormatError for one that is damaged. */
export function parseV8Json(source: string): V8Json | null {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (cause) {
    const message = `damaged JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw Object.assign(new ProfileFormatError("malformed", message, null), { cause });
  }
  const root = record(json, "the profile");
  if ("head" in root) return { kind: "heap", profile: heapProfile(root) };
  return "nodes" in root ? { kind: "cpu", profile: cpuProfile(root) } : null;
}

function heapProfile(root: Record<string, unknown>): SamplingHeapProfile {
  const budget = new StackBudget();
  const head = heapNode(root["head"]);
  const open: { from: unknown; to: HeapNode; depth: number }[] = [{ from: root["head"], to: head, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.to.selfSize !== 0) budget.spend(next.depth);
    for (const child of list(record(next.from, "a node")["children"], "children")) {
      const node = heapNode(child);
      next.to.children.push(node);
      open.push({ from: child, to: node, depth: next.depth + 1 });
    }
  }
  const samples = list(root["samples"] ?? [], "samples").map((sample) => {
    const { size, nodeId } = record(sample, "a sample");
    return { size: number(size, "size"), nodeId: number(nodeId, "nodeId") };
  });
  return { head, samples };
}

interface HeapNode extends SamplingHeapProfileNode {
  readonly children: HeapNode[];
}

function heapNode(json: unknown): HeapNode {
  const node = record(json, "a node");
  const frame = callFrame(node["callFrame"]);
  const selfSize = number(node["selfSize"] ?? 0, "selfSize");
  return { callFrame: frame, selfSize, id: number(node["id"] ?? -1, "id"), children: [] };
}

function cpuProfile(root: Record<string, unknown>): CpuProfile {
  return {
    nodes: list(root["nodes"], "nodes").map(cpuNode),
    startTime: number(root["startTime"] ?? 0, "startTime"),
    endTime: number(root["endTime"] ?? 0, "endTime"),
    samples: list(root["samples"] ?? [], "samples").map((id) => number(id, "a sample")),
    timeDeltas: list(root["timeDeltas"] ?? [], "timeDeltas").map((delta) => number(delta, "a time delta")),
  };
}

function cpuNode(json: unknown): CpuProfileNode {
  const node = record(json, "a node");
  return {
    id: number(node["id"], "id"),
    callFrame: callFrame(node["callFrame"]),
    hitCount: number(node["hitCount"] ?? 0, "hitCount"),
    children: list(node["children"] ?? [], "children").map((id) => number(id, "a child")),
    positionTicks: list(node["positionTicks"] ?? [], "positionTicks").map((tick) => {
      const { line, ticks } = record(tick, "a position");
      return { line: number(line, "line"), ticks: number(ticks, "ticks") };
    }),
  };
}

function callFrame(json: unknown): CallFrame {
  const frame = record(json, "a call frame");
  return {
    functionName: text(frame["functionName"] ?? "", "functionName"),
    scriptId: written(frame["scriptId"] ?? ""),
    url: text(frame["url"] ?? "", "url"),
    lineNumber: number(frame["lineNumber"] ?? -1, "lineNumber"),
    columnNumber: number(frame["columnNumber"] ?? -1, "columnNumber"),
  };
}

function record(json: unknown, what: string): Record<string, unknown> {
  if (typeof json === "object" && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw wrong(what, json, "an object");
}

function list(json: unknown, what: string): readonly unknown[] {
  if (Array.isArray(json)) return json as readonly unknown[];
  throw wrong(what, json, "a list");
}

/** Whole: V8 counts and places in whole numbers. */
function number(json: unknown, what: string): number {
  if (Number.isSafeInteger(json)) return json as number;
  if (typeof json === "number" && Number.isSafeInteger(Math.round(json))) return Math.round(json);
  throw wrong(what, json, "a number below 2^53");
}

function text(json: unknown, what: string): string {
  if (typeof json === "string") return json;
  throw wrong(what, json, "a text");
}

/** A plain value as a text: older versions of V8 write script ids as numbers. */
function written(json: unknown): string {
  if (typeof json === "string") return json;
  return typeof json === "number" || typeof json === "boolean" || json === null
    ? `${json}`
    : "an object or list";
}

function wrong(what: string, json: unknown, allowed: string): ProfileFormatError {
  const found = json === undefined ? "missing" : written(json).slice(0, 40);
  return new ProfileFormatError("malformed", `${what} is ${found} where ${allowed} should be`, null);
}
