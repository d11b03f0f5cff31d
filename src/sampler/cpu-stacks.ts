import type { CpuProfile, CpuProfileNode } from "#profile";
import { frameOf, type Stack } from "./heap-tree.ts";

/** Time in which nothing ran. */
const IDLE = new Set(["(idle)", "(root)"]);

/** The stacks of a CPU profile with the number of samples each was seen in, idle time left out. */
export function cpuStacks(cpu: CpuProfile): { readonly stack: Stack; readonly samples: number }[] {
  const byId = new Map(cpu.nodes.map((node) => [node.id, node]));
  const children = new Set(cpu.nodes.flatMap((node) => node.children ?? []));
  const open = cpu.nodes
    .filter(({ id }) => !children.has(id))
    .map((node) => ({ node, caller: null as Stack | null }));
  const found: { stack: Stack; samples: number }[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const stack = enter(next.node, next.caller);
    if (stack !== null && stack !== next.caller && next.node.hitCount > 0)
      found.push({ stack, samples: next.node.hitCount });
    for (const id of next.node.children ?? []) {
      const node = byId.get(id);
      if (node !== undefined) open.push({ node, caller: stack });
    }
  }
  return found;
}

function enter(node: CpuProfileNode, caller: Stack | null): Stack | null {
  if (IDLE.has(node.callFrame.functionName)) return caller;
  const line = busiestLine(node);
  const frame = frameOf(node.callFrame);
  return {
    frame: line === null || line === frame.startLine ? frame : { ...frame, line, column: 0 },
    caller,
    depth: (caller?.depth ?? 0) + 1,
  };
}

function busiestLine({ positionTicks }: CpuProfileNode): number | null {
  let best: { line: number; ticks: number } | null = null;
  for (const tick of positionTicks ?? []) if (tick.ticks > (best?.ticks ?? 0)) best = tick;
  return best?.line ?? null;
}
