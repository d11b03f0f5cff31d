import type { AsyncHook } from "node:async_hooks";
import type { Collection } from "./collections.ts";
import { openFiles } from "./handles.ts";
import { builtin } from "./native.ts";
import type { WatchOutcome, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureStack } from "./stack.ts";
import type { Watcher } from "./watch.ts";

type Open = (...args: unknown[]) => unknown;

/** What opens files, and on which object of Node programs find it. */
function openers(): { readonly holder: Record<string, unknown>; readonly name: string }[] {
  const fs = builtin("node:fs") as unknown as Record<string, unknown>;
  const promises = fs["promises"] as Record<string, unknown>;
  return [
    { holder: fs, name: "open" },
    { holder: fs, name: "openSync" },
    { holder: promises, name: "open" },
  ];
}

/** Asynchronous resources that are handles, not requests. */
const handleTypes =
  /^(?:TCP|PIPE|UDP|TTY|TLS|PROCESS|FSEVENT|SIGNAL)(?:SERVER)?WRAP$|^(?:MESSAGEPORT|WORKER|STATWATCHER|HTTP2SESSION)$/;

/**
 * Who opens handles of a kind that pile up: Node tells of each as it is made. Files have no such hook; there the functions
 * of `fs` that open them are stood in for, until the watch ends.
 */
export class HandleWatch implements Watcher {
  readonly id: number;
  readonly #sites = new Sites();
  readonly #isFiles: boolean;
  #undo: (() => void) | null = null;

  constructor({ id, key }: Collection) {
    this.id = id;
    this.#isFiles = key === openFiles;
  }

  start(): WatchOutcome {
    this.#undo = this.#isFiles ? this.#watchFiles() : this.#watchHandles();
    return { watched: true };
  }

  stop(): void {
    this.#undo?.();
    this.#undo = null;
  }

  report(): WatchReport {
    const { inserts, samples, stacks } = this.#sites;
    return { id: this.id, inserts, samples, stacks, removed: null, survivors: null };
  }

  #watchHandles(): () => void {
    const init = (_id: number, type: string): void => {
      if (handleTypes.test(type) && this.#sites.due()) this.#sites.record(captureStack(init));
    };
    const hook: AsyncHook = builtin("node:async_hooks").createHook({ init }).enable();
    return () => void hook.disable();
  }

  #watchFiles(): () => void {
    const put: (() => void)[] = [];
    for (const { holder, name } of openers()) {
      const before = Reflect.getOwnPropertyDescriptor(holder, name);
      if (typeof before?.value !== "function" || before.configurable !== true) continue;
      const open = this.#standIn(name, before.value as Open);
      Object.defineProperty(holder, name, { ...before, value: open });
      put.push(() => {
        if (Reflect.getOwnPropertyDescriptor(holder, name)?.value === open)
          Object.defineProperty(holder, name, before);
      });
    }
    builtin("node:module").syncBuiltinESMExports();
    return () => {
      for (const takeOff of put) takeOff();
      builtin("node:module").syncBuiltinESMExports();
    };
  }

  #standIn(name: string, original: Open): Open {
    const sites = this.#sites;
    const standIn = {
      [name](this: unknown, ...args: unknown[]): unknown {
        if (sites.due()) sites.record(captureStack(standIn));
        return Reflect.apply(original, this, args);
      },
    }[name]!;
    Object.defineProperty(standIn, "length", { value: original.length, configurable: true });
    return standIn;
  }
}
