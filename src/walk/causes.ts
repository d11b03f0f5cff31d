import type { AsyncHook } from "node:async_hooks";
import { builtin } from "./native.ts";
import type { Frame } from "./protocol.ts";
import { captureStack } from "./stack.ts";

/** Listening is not free: about 30 µs for each resource, and a little for each promise. */
const longestMs = 2_000;
const mostCaptured = 2_000;
const mostKept = 4_000;
/** Frames kept of a stack: those nearest to the program's own. */
const framesKept = 12;

/**
 * What began the asynchronous work under way. A listener that a package adds when a socket has been found for a request
 * has none of the program's own frames below it: those were there when the request was made. For two seconds at most,
 * the stack at which each asynchronous resource is made is kept, with what is made later on its behalf.
 */
export class Causes {
  readonly #stacks = new Map<number, readonly Frame[]>();
  #hook: AsyncHook | null = null;
  #timer: NodeJS.Timeout | undefined;
  #begun = false;
  #captured = 0;

  /** Begins to listen; once only. */
  start(): void {
    if (this.#begun) return;
    this.#begun = true;
    const { createHook, executionAsyncId } = builtin("node:async_hooks");
    const init = (id: number, type: string): void => {
      const before = this.#stacks.get(executionAsyncId());
      const now = before === undefined && type !== "PROMISE" ? this.#capture(init) : null;
      const frames = before ?? now;
      if (frames === null || frames === undefined) return;
      this.#stacks.set(id, frames);
      if (this.#stacks.size > mostKept) this.#forgetOldest();
    };
    this.#hook = createHook({ init }).enable();
    this.#timer = setTimeout(() => this.stop(), longestMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#hook?.disable();
    this.#hook = null;
    this.#stacks.clear();
  }

  /** The frames that led to `frames`, which have none of the program's own; none where they have, or it is not known. */
  behind(frames: readonly Frame[]): readonly Frame[] {
    if (this.#hook === null || frames.some(isOwn)) return [];
    return this.#stacks.get(builtin("node:async_hooks").executionAsyncId()) ?? [];
  }

  #capture(below: (...args: never[]) => unknown): readonly Frame[] | null {
    if (this.#captured++ >= mostCaptured) {
      this.stop();
      return null;
    }
    const frames = captureStack(below);
    const own = frames.findIndex(isOwn);
    return own < 0 ? null : frames.slice(Math.max(0, own - framesKept / 2), own + framesKept / 2);
  }

  #forgetOldest(): void {
    const [oldest] = this.#stacks.keys();
    if (oldest !== undefined) this.#stacks.delete(oldest);
  }
}

/** Whether a frame is of the program itself, not of a package or of Node. */
export function isOwn({ file }: Frame): boolean {
  return file !== "" && !file.startsWith("node:") && !/[\\/]node_modules[\\/]/.test(file);
}
