import { createHook } from "node:async_hooks";
import type { OpenResources } from "./census.ts";
import { captureStack } from "./capture-stack.ts";
import type { StackFrame } from "./heap-tree.ts";

/** Resources that come and go with every callback: they are no use to anybody, and there are many. */
const FLEETING = new Set(["PROMISE", "TickObject", "Microtask", "Immediate", "RANDOMBYTESREQUEST"]);
const MOST_RESOURCES = 100_000;

interface Made {
  readonly type: string;
  readonly frames: readonly StackFrame[];
}

/**
 * Keeps the stacks that made the resources which are open in this thread, by a hook that Node calls for each: a few
 * microseconds for every timer, socket and request, and about as much for every promise. Not for busy services.
 */
export class ResourceStacks {
  readonly #open = new Map<number, Made>();
  readonly #init = (id: number, type: string): void => {
    if (FLEETING.has(type) || this.#open.size >= MOST_RESOURCES) return;
    this.#open.set(id, { type, frames: captureStack(this.#init) });
  };
  readonly #hook = createHook({
    init: this.#init,
    destroy: (id) => void this.#open.delete(id),
  });

  constructor() {
    this.#hook.enable();
  }

  /** What is open, added up by type and stack. */
  resources(): OpenResources[] {
    const rows = new Map<string, { type: string; count: number; frames: readonly StackFrame[] }>();
    for (const { type, frames } of this.#open.values()) {
      const key = [type, ...frames.map((frame) => `${frame.key}:${frame.line}`)].join("\n");
      const row = rows.get(key) ?? { type, count: 0, frames };
      row.count++;
      rows.set(key, row);
    }
    return [...rows.values()];
  }

  stop(): void {
    this.#hook.disable();
    this.#open.clear();
  }
}
