import { addedFields, BoundedCollections } from "./bounded.ts";
import { capacityAmong, slotsAmong } from "./capacity.ts";
import { reactionCounter, type Collections } from "./collections.ts";
import type { Inside, Internals } from "./internals.ts";
import type { Paths } from "./paths.ts";
import type { WalkOptions } from "./protocol.ts";
import { addModuleGraph } from "./module-graph.ts";
import { isLinked } from "./chains.ts";
import { isPlain, types } from "./native.ts";
import { Reach, type Reached } from "./reach.ts";
import {
  asyncHookRoots,
  commonJsRoots,
  esModuleRoots,
  globalRoots,
  runtimeObjects,
  runtimeRoots,
  type Root,
} from "./roots.ts";
import { mayGrow, piecesIn } from "./texts.ts";
import type { Reactions } from "./reactions.ts";
import { sampledEntries } from "./sample.ts";
import type { Scripts } from "./scripts.ts";
import { addTimerList, eachTimer, eachTimerList, timerLists } from "./timers.ts";
import type { Placed, Variable, Variables } from "./variables.ts";
import { Visitor, type Opaque } from "./visitor.ts";

const getWeak = WeakMap.prototype.get;
const mostWeakMaps = 64;
const dearestAnchor = 12;
const mostAnchors = 4000;
const batchSize = 8;
/** Reading a function copies its source text: so many characters a batch take a few milliseconds. */
const batchText = 400_000;

/**
 * One pass over everything the program holds on to, cheapest path first, that registers each collection it
 * meets. Follows own data properties, entries, listeners, closures, `#private` fields and bound values; runs
 * none of the program's code. Work is a generator, so that the caller can spread it over the event loop.
 */
export class Walk {
  complete = true;
  /** Every loaded module, by file name or URL. */
  readonly files: string[] = [];
  readonly #collections: Collections;
  readonly #internals: Internals;
  readonly #scripts: Scripts;
  readonly #reactions: Reactions;
  readonly #variables: Variables;
  readonly #options: WalkOptions;
  readonly #isSpent: () => boolean;
  readonly #known = runtimeObjects();
  readonly #bounded = new BoundedCollections();
  readonly #reach: Reach;
  readonly #visitor: Visitor;
  /** Values near a variable or export: what lives long enough to keep an entry of a weak map alive. */
  readonly #anchors: object[] = [];
  /** Functions and the like whose inside is yet to be read. */
  readonly #unread: Opaque[] = [];

  constructor(
    parts: {
      paths: Paths;
      collections: Collections;
      internals: Internals;
      scripts: Scripts;
      reactions: Reactions;
      variables: Variables;
    },
    options: WalkOptions,
    isSpent: () => boolean,
  ) {
    this.#collections = parts.collections;
    this.#internals = parts.internals;
    this.#scripts = parts.scripts;
    this.#reactions = parts.reactions;
    this.#variables = parts.variables;
    this.#options = options;
    this.#isSpent = isSpent;
    this.#reach = new Reach(parts.paths, this.#known);
    for (const own of this.#bounded.own) this.#known.add(own);
    this.#visitor = new Visitor(this.#reach, parts.collections, this.#unread, {
      bounded: this.#bounded,
      texts: options.texts,
    });
  }

  get functions(): number {
    return this.#visitor.functions;
  }

  get objects(): number {
    return this.#visitor.objects;
  }

  *work(): Generator<void> {
    const internals = this.#internals;
    for (const roots of [
      commonJsRoots(),
      esModuleRoots(internals),
      globalRoots(this.#known),
      runtimeRoots(),
      asyncHookRoots(internals),
    ])
      for (const root of roots) {
        this.#start(root);
        yield;
      }
    this.#startAtTimers();
    addModuleGraph(this.#collections, this.#reach.paths, internals);
    const { frontier, paths } = this.#reach;
    for (;;) {
      if (this.#isTimeToRead()) this.#readSome();
      else {
        const next = frontier.pop();
        if (next === undefined) {
          yield* this.#askWeakMaps();
          if (frontier.size === 0 && this.#unread.length === 0) return;
          continue;
        }
        if (paths.cost(next.node) <= dearestAnchor && this.#anchors.length < mostAnchors)
          this.#anchors.push(next.value);
        this.#visitor.visit(next);
      }
      yield;
      if (this.#isSpent() || paths.length > this.#options.maxObjects) {
        this.complete = false;
        return;
      }
    }
  }

  /** Follows what weak maps hold under the values that are nearest to a name: each is asked once for each. */
  *#askWeakMaps(): Generator<void> {
    for (const { value: weakMap, node } of this.#visitor.weakMaps.splice(0, mostWeakMaps))
      for (const [index, key] of this.#anchors.entries()) {
        this.#reach.follow(getWeak.call(weakMap as WeakMap<object, unknown>, key), node, "element", "");
        if (index % 500 === 499) yield;
      }
  }

  #start({ value, kind, name, cost }: Root): void {
    if (kind === "exports" || kind === "namespace") this.files.push(name);
    this.#reach.root(value, kind, name, cost);
  }

  #startAtTimers(): void {
    const table = timerLists(this.#internals);
    if (table === null) return;
    for (const [duration, list] of eachTimerList(table)) {
      const node = addTimerList(this.#collections, this.#reach.paths, table, duration);
      let sampled = 0;
      for (const timer of eachTimer(list)) {
        if (++sampled > sampledEntries) break;
        this.#reach.follow(timer, node, "element", "");
      }
    }
  }

  /** Functions are read in batches, but never after a value that is dearer to reach than what they hold. */
  #isTimeToRead(): boolean {
    const [first] = this.#unread;
    if (first === undefined) return false;
    return (
      this.#unread.length >= batchSize || this.#reach.frontier.lowest > this.#reach.paths.cost(first.node) + 1
    );
  }

  #readSome(): void {
    let length = 0;
    let text = 0;
    for (; length < Math.min(batchSize, this.#unread.length); length++) {
      text += this.#unread[length]!.text;
      if (length > 0 && text > batchText) break;
    }
    const batch = this.#unread.splice(0, length);
    const insides = this.#internals.read(
      batch.map(({ value }) => value),
      (script) => this.#scripts.isRead(script),
    );
    for (const [index, reached] of batch.entries())
      if (insides[index] !== undefined) this.#take(reached, insides[index]);
  }

  #take({ value, node }: Reached, inside: Inside): void {
    const { paths } = this.#reach;
    if (inside.pending) {
      this.#reactions.follow(value);
      this.#collections.add("promise", node, value, null, reactionCounter(this.#reactions, value));
    }
    const isBounded = this.#bounded.of(value) !== null;
    const privates = isBounded ? addedFields(inside.privates) : inside.privates;
    if (!isBounded) paths.setCapacity(node, capacityAmong(privates) ?? slotsAmong(privates));
    for (const [name, held] of privates) {
      const slot = isBounded ? null : this.#slotOf(value, name, "private", held);
      this.#reach.follow(held, node, "private", name, slot);
    }
    for (const [name, held] of inside.held)
      this.#reach.follow(held, node, unwritten.has(name) ? "result" : "bound", name);
    const script = this.#scripts.note(value, inside, paths.exportingFile(node));
    if (script === null) return; // Node's own code: nothing of the program's hangs on its variables.
    const closed = inside.variables.filter(({ module }) => !module);
    paths.setCapacity(node, capacityAmong(closed.map(({ name, value: held }) => [name, held])));
    for (const { name, value: held, module } of inside.variables) {
      if (module && typeof held === "string") this.#noteText(value, name, script, held);
      const slot = this.#slotOf(value, name, module ? "module" : "closure", held);
      if (module) this.#reach.moduleVariable(held, name, script, slot);
      else this.#reach.closureVariable(held, node, name, script, slot);
    }
  }

  /** A variable of a module that holds a text, which may be one that grows. */
  #noteText(owner: object, name: string, script: number, text: string): void {
    const variable =
      this.#options.texts && mayGrow(text) ? this.#variables.addText(owner, name, text.length) : null;
    if (variable === null) return;
    const node = this.#reach.moduleText(name, script);
    this.#collections.add("string", node, owner, null, () => piecesIn(variable.length));
  }

  /** A variable may come to hold another collection: only worth following where it holds one, and nothing else did first. */
  #slotOf(owner: object, name: string, placed: Placed, held: unknown): Variable | null {
    if (typeof held !== "object" || held === null || types.isProxy(held) || this.#reach.isSeen(held))
      return null;
    if (!Array.isArray(held) && !types.isMap(held) && !types.isSet(held) && !isPlain(held) && !isLinked(held))
      return null;
    return this.#variables.add(owner, name, placed, held);
  }
}

/** What a promise came to and what stands behind a Proxy go by the name of the promise or Proxy. */
const unwritten: ReadonlySet<string> = new Set(["PromiseResult", "Target"]);
