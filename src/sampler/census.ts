import type { Profile } from "#profile";
import type { Protocol } from "#target";
import { evaluate } from "./evaluate.ts";
import { nanoseconds } from "./heap-profile.ts";
import { profileOfStacks, type ValuedStack } from "./stack-profile.ts";
import { ask } from "./heap-reading.ts";
import type { StackFrame } from "./heap-tree.ts";
import { pseudoFrame } from "./stack-table.ts";

/** What a program has open, by type, with the stacks that made it where they are known. */
export interface OpenResources {
  readonly type: string;
  readonly count: number;
  readonly frames: readonly StackFrame[];
}

const ACTIVE = "process.getActiveResourcesInfo()";

/**
 * What keeps the program's event loop alive, as Go's goroutine profile: timers, servers, sockets, requests under way.
 * The innermost frame is the type of the resource as Node names it; the stack that made it follows when the sampler
 * was started with `resourceStacks`.
 */
export async function resourceCensus(
  protocol: Protocol,
  origin: { readonly program: string; readonly comments: readonly string[] },
): Promise<Profile> {
  const active = await evaluate<string[]>(protocol, ACTIVE);
  const made = (await ask<OpenResources[]>(protocol, "resources()")) ?? [];
  return profileOfStacks(
    {
      sampleTypes: [{ type: "goroutine", unit: "count" }],
      periodType: { type: "goroutine", unit: "count" },
      period: 1n,
      timeNanos: nanoseconds(Date.now()),
      comments: [
        ...origin.comments,
        "goroutine: resources that are open, by the type that Node.js gives them",
      ],
    },
    origin.program,
    censusRows(active, made),
  );
}

/** Resources with known stacks, and the rest of the active ones by type; a resource is counted once. */
export function* censusRows(
  active: readonly string[],
  made: readonly OpenResources[],
): Generator<ValuedStack> {
  const left = new Map<string, number>();
  const names = new Map<string, string>();
  for (const type of active) {
    left.set(plain(type), (left.get(plain(type)) ?? 0) + 1);
    names.set(plain(type), type);
  }
  for (const { type, count, frames } of made) {
    const key = plain(type);
    yield { frames: [pseudoFrame(names.get(key) ?? type), ...frames], values: [count] };
    left.set(key, (left.get(key) ?? 0) - count);
  }
  for (const [key, count] of left) {
    if (count > 0) yield { frames: [pseudoFrame(names.get(key) ?? key)], values: [count] };
  }
}

/** Node writes `TCPSERVERWRAP` here and `TCPServerWrap` there. */
function plain(type: string): string {
  return type.toLowerCase();
}
