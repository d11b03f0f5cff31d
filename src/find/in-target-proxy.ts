import type { EvaluateOptions } from "#target";
import {
  injected,
  type CollectionFacts,
  type Cost,
  type CountLook,
  type InTarget,
  type MemorySample,
  type WalkOptions,
  type WalkSummary,
  type WatchOutcome,
  type WatchReport,
} from "#walk";

/** One JavaScript isolate of a target: its main thread, or a worker's. */
export interface Isolate {
  evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
  evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string>;
  call<T>(
    objectId: string,
    declaration: string,
    args?: readonly unknown[],
    options?: EvaluateOptions,
  ): Promise<T>;
  callWith<T>(
    objectId: string,
    declaration: string,
    handles: readonly string[],
    options?: EvaluateOptions,
  ): Promise<T>;
  release(objectId: string): Promise<void>;
}

/**
 * How the walk treats its host: slices well below the 20 ms a user could notice, as garbage collections may fall
 * into one; an end to the work; and a limit to what it remembers.
 */
const walkOptions: WalkOptions = {
  sliceMs: 4,
  budgetMs: 12_000,
  maxObjects: 300_000,
  idleMs: 20_000,
  texts: true,
};

/** A target whose event loop does not come round for so long cannot be looked at; a walk takes its own time. */
const patienceAtStartMs = 20_000;
const patienceMs = 30_000;
/** At the end there is no use in waiting: what is left in a stuck target takes itself out. */
const patienceAtEndMs = 2000;

/** The walk inside a target, called from here. */
export class InTargetProxy {
  /** Of the object in the target; releasing it lets the target forget everything. */
  readonly #handle: string;
  readonly #isolate: Isolate;

  private constructor(isolate: Isolate, handle: string) {
    this.#isolate = isolate;
    this.#handle = handle;
  }

  /** Puts the walk into the target; nothing of it is reachable from the program. */
  static async install(
    isolate: Isolate,
    options: Pick<WalkOptions, "texts"> = walkOptions,
  ): Promise<InTargetProxy> {
    // Work there is spread over the event loop, so it has to come round.
    await isolate.evaluate("new Promise((resolve) => void setTimeout(resolve))", {
      awaitPromise: true,
      timeoutMs: patienceAtStartMs,
    });
    return new InTargetProxy(
      isolate,
      await isolate.evaluateHandle(`(${injected})(${JSON.stringify({ ...walkOptions, ...options })})`),
    );
  }

  /** Walks for at most so long by the clock. */
  walk(mostMs: number): Promise<WalkSummary> {
    return this.#call("walk", [mostMs], mostMs + patienceMs);
  }

  look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook> {
    return this.#call("look", [ids, heavy]);
  }

  describe(ids: readonly number[], withSize: boolean): Promise<CollectionFacts[]> {
    return this.#call("describe", [ids, withSize]);
  }

  timers(): Promise<CollectionFacts[]> {
    return this.#call("timers");
  }

  files(): Promise<string[]> {
    return this.#call("files");
  }

  watch(id: number): Promise<WatchOutcome> {
    return this.#call("watch", [id]);
  }

  /** Watches an object of the isolate, by its handle; its id, or null where it cannot be watched. */
  adopt(handle: string): Promise<number | null> {
    const declaration = "function (collection) { return this.adopt(collection); }";
    return this.#isolate.callWith<number | null>(this.#handle, declaration, [handle], {
      timeoutMs: patienceMs,
    });
  }

  harvest(): Promise<WatchReport[]> {
    return this.#call("harvest");
  }

  memory(): Promise<MemorySample> {
    return this.#call("memory");
  }

  cost(): Promise<Cost> {
    return this.#call("cost");
  }

  collect(): Promise<boolean> {
    return this.#call("collect");
  }

  /** Takes everything out again. A thread that has ended or is stuck needs no answer: its own timer does it. */
  async remove(): Promise<void> {
    await this.#call("dispose", [], patienceAtEndMs).catch(() => {});
    await this.#isolate.release(this.#handle).catch(() => {});
  }

  #call<T>(
    method: keyof InTarget,
    args: readonly unknown[] = [],
    timeoutMs: number = patienceMs,
  ): Promise<T> {
    const declaration = `function (...args) { return this.${method}(...args); }`;
    return this.#isolate.call<T>(this.#handle, declaration, args, { awaitPromise: true, timeoutMs });
  }
}
