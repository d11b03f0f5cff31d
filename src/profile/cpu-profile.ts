import { ProfileFormatError } from "./format-error.ts";
import type { LocationIndex, Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { StackBudget } from "./stack-budget.ts";
import type { CpuProfile, CpuProfileNode } from "./v8-json.ts";

/** Time in which nothing ran: it is no cost of the program's. */
const IDLE = "(idle)";

/**
 * A V8 CPU profile with Go's sample types `samples` and `cpu`. A sample lasts until the next one; idle time is left out.
 * Lines are those that were running where V8 counted them, else where the function begins. Throws ProfileFormatError for
 * nodes that are no tree.
 */
export function profileOfCpuProfile(cpu: CpuProfile): Profile {
  const times = timesByNode(cpu);
  const all = [...times.values()];
  const hits = all.reduce((sum, { count }) => sum + count, 0);
  const period = hits === 0 ? 0 : Math.round((cpu.endTime - cpu.startTime) / hits);
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "samples", unit: "count" },
      { type: "cpu", unit: "nanoseconds" },
    ],
    periodType: { type: "cpu", unit: "nanoseconds" },
    period: BigInt(Math.max(0, period)) * 1000n,
    durationNanos: BigInt(Math.max(0, cpu.endTime - cpu.startTime)) * 1000n,
  });
  new CpuConverter(builder, times).addTree(cpu);
  return builder.build();
}

/** Samples of a node, and their time in microseconds. */
interface NodeTime {
  count: number;
  time: number;
}

/** What each node was sampled; profiles without single samples share their time out by hits. */
function timesByNode({ nodes, samples, timeDeltas, startTime, endTime }: CpuProfile): Map<number, NodeTime> {
  const times = new Map<number, NodeTime>();
  const add = (id: number, count: number, time: number): void => {
    const known = times.get(id) ?? { count: 0, time: 0 };
    times.set(id, { count: known.count + count, time: known.time + time });
  };
  if (samples.length > 0) {
    let now = startTime;
    for (const [i, id] of samples.entries()) {
      now += timeDeltas[i] ?? 0;
      const lasts = i + 1 < samples.length ? (timeDeltas[i + 1] ?? 0) : endTime - now;
      add(id, 1, Math.max(0, lasts));
    }
    return times;
  }
  const hits = nodes.reduce((sum, { hitCount }) => sum + hitCount, 0);
  for (const { id, hitCount } of nodes) {
    if (hitCount > 0) add(id, hitCount, Math.round((Math.max(0, endTime - startTime) * hitCount) / hits));
  }
  return times;
}

/** A stack while the tree is walked. */
interface Stack {
  readonly node: CpuProfileNode;
  readonly caller: Stack | null;
  readonly depth: number;
}

class CpuConverter {
  readonly #builder: ProfileBuilder;
  readonly #times: ReadonlyMap<number, NodeTime>;
  readonly #budget = new StackBudget();
  readonly #functions = new Map<string, ReturnType<ProfileBuilder["addFunction"]>>();
  readonly #locations = new Map<string, LocationIndex>();
  readonly #callers = new Map<CpuProfileNode, LocationIndex>();

  constructor(builder: ProfileBuilder, times: ReadonlyMap<number, NodeTime>) {
    this.#builder = builder;
    this.#times = times;
  }

  addTree({ nodes }: CpuProfile): void {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const children = new Set(nodes.flatMap((node) => node.children ?? []));
    const open: Stack[] = [];
    for (const node of nodes) {
      if (!children.has(node.id)) open.push({ node, caller: null, depth: 1 });
    }
    // All stacks are counted before the first is built.
    const sampled: Stack[] = [];
    let visited = 0;
    for (let stack = open.pop(); stack !== undefined; stack = open.pop()) {
      if (++visited > nodes.length)
        throw new ProfileFormatError("inconsistent", "nodes that are no tree", null);
      if (this.#isSampled(stack.node)) {
        this.#budget.spend(stack.depth);
        sampled.push(stack);
      }
      for (const id of (stack.node.children ?? []).toReversed()) {
        const node = byId.get(id);
        if (node === undefined)
          throw new ProfileFormatError("inconsistent", `no node has the id ${id}`, null);
        open.push({ node, caller: stack, depth: stack.depth + 1 });
      }
    }
    for (const stack of sampled) this.#addSamples(stack);
  }

  #isSampled({ id, callFrame: { functionName } }: CpuProfileNode): boolean {
    return this.#times.has(id) && functionName !== IDLE && functionName !== "(root)";
  }

  #addSamples({ node, caller }: Stack): void {
    const callers: LocationIndex[] = [];
    for (let at = caller; at !== null && at.node.callFrame.functionName !== "(root)"; at = at.caller) {
      callers.push(this.#called(at.node));
    }
    for (const { line, count, time } of byLine(node, this.#times.get(node.id)!)) {
      this.#builder.addSample([this.#location(node, line), ...callers], [count, time * 1000]);
    }
  }

  /** Where a node calls from: V8 knows no line of a call, so where it begins. */
  #called(node: CpuProfileNode): LocationIndex {
    const known = this.#callers.get(node) ?? this.#location(node, node.callFrame.lineNumber + 1);
    this.#callers.set(node, known);
    return known;
  }

  #location(node: CpuProfileNode, line: number): LocationIndex {
    const { functionName, scriptId, url, lineNumber, columnNumber } = node.callFrame;
    const key = [scriptId, url, lineNumber, columnNumber, functionName].join("\0");
    const place = `${key}\0${line}`;
    const known = this.#locations.get(place);
    if (known !== undefined) return known;
    const name = functionName === "" ? "(anonymous)" : functionName;
    const row =
      this.#functions.get(key) ?? this.#builder.addFunction({ name, file: url, startLine: lineNumber + 1 });
    this.#functions.set(key, row);
    const column = line === lineNumber + 1 ? columnNumber + 1 : 0;
    const location = this.#builder.addLocation({ lines: [{ function: row, line, column }] });
    this.#locations.set(place, location);
    return location;
  }
}

/** A node's samples by the line that ran, its time shared out in proportion; all where it begins if V8 did not count. */
function byLine(node: CpuProfileNode, seen: NodeTime): { line: number; count: number; time: number }[] {
  const ticks = (node.positionTicks ?? []).filter((one) => one.ticks > 0);
  const counted = ticks.reduce((sum, one) => sum + one.ticks, 0);
  if (counted !== seen.count) return [{ line: node.callFrame.lineNumber + 1, ...seen }];
  let past = 0;
  return ticks.map(({ line, ticks: count }) => {
    const before = Math.round((seen.time * past) / counted);
    past += count;
    return { line, count, time: Math.round((seen.time * past) / counted) - before };
  });
}
