import { builtin, isReference, types } from "./native.ts";
import type { Frame, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureCalls } from "./stack.ts";

/** Of reactions to promises the walk has not come to, one in so many is looked at. */
const lookedAt = 16;
/** So many promises are kept in view, weakly, until one is seen again. */
const inView = 64;
/** Seen so often, and for so long, a promise is taken up as one that many wait for. */
const fewestSeen = 4;
const leastAgeMs = 1000;
const mostAdopted = 64;

/** A sampled reaction whose nature the next call of the hook tells. */
interface Undecided {
  readonly sites: Sites;
  readonly frames: Frame[];
  readonly promise: object;
}

interface Seen {
  times: number;
  readonly sinceMs: number;
}

/**
 * Who waits for the promises that stay pending: `await`, `then` and `Promise.race` each leave a reaction on the promise
 * they wait for, which nothing can take off again and no API shows. V8 tells of every reaction as it is added, for about
 * 30 ns per promise the program makes while we listen, and nothing afterwards.
 */
export class Reactions {
  readonly #sites = new WeakMap<object, Sites>();
  readonly #inView = new WeakMap<object, Seen>();
  readonly #ring: WeakRef<object>[] = [];
  readonly #adopt: (promise: object) => void;
  #undecided: Undecided | null = null;
  #tick = 0;
  #adopted = 0;
  #stop: (() => void) | null = null;

  /** `adopt` is told of a promise that many wait for and that nobody has asked to follow. */
  constructor(adopt: (promise: object) => void) {
    this.#adopt = adopt;
  }

  /** Counts the reactions of this promise from now on. */
  follow(promise: object): void {
    if (!this.#sites.has(promise)) this.#sites.set(promise, new Sites());
  }

  start(): void {
    const { promiseHooks } = builtin("node:v8");
    const added = (promise: object, parent: unknown): void => {
      if (this.#undecided !== null) this.#decide(parent);
      if (!isReference(parent)) return;
      const sites = this.#sites.get(parent);
      if (sites === undefined) {
        if (++this.#tick % lookedAt === 0) this.#notice(parent);
      } else if (sites.due()) this.#sampled(sites, promise, captureCalls(added));
    };
    this.#stop ??= promiseHooks.onInit(added) as () => void;
  }

  /**
   * `then` leaves a reaction on the promise it is called on. `await` of what is no promise, though, also names a parent,
   * the awaiting function's own promise, on which it leaves none; the promise it makes is a parent in turn at once.
   */
  #sampled(sites: Sites, promise: object, frames: Frame[]): void {
    const isThen = frames[0]?.file === "";
    if (isThen) sites.record(inFiles(frames));
    else this.#undecided = { sites, frames, promise };
  }

  #decide(parent: unknown): void {
    const { sites, frames, promise } = this.#undecided!;
    this.#undecided = null;
    if (parent === promise) sites.skip();
    else sites.record(inFiles(frames));
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** Counts no more of a promise: it has settled, and what waited for it runs. */
  drop(promise: object): void {
    this.#sites.delete(promise);
  }

  /** Reactions added to a promise since it was followed. */
  count(promise: object): number {
    return this.#sites.get(promise)?.likely ?? 0;
  }

  report(id: number, promise: object): WatchReport | null {
    const sites = this.#sites.get(promise);
    if (sites === undefined) return null;
    const { likely: inserts, samples, stacks } = sites;
    return { id, inserts, samples, stacks, removed: null, survivors: null };
  }

  /** Follows a promise that comes up again and again over more than a moment. */
  #notice(promise: object): void {
    const seen = this.#inView.get(promise);
    if (seen === undefined) {
      if (this.#ring.length >= inView) this.#inView.delete(this.#ring.shift()?.deref() ?? {});
      this.#ring.push(new WeakRef(promise));
      this.#inView.set(promise, { times: 1, sinceMs: performance.now() });
      return;
    }
    seen.times++;
    if (seen.times < fewestSeen || performance.now() - seen.sinceMs < leastAgeMs) return;
    if (this.#adopted >= mostAdopted || types.isProxy(promise)) return;
    this.#adopted++;
    this.follow(promise);
    this.#adopt(promise);
  }
}

function inFiles(frames: readonly Frame[]): Frame[] {
  return frames.filter(({ file }) => file !== "");
}
