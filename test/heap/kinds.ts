import type { CollectionKind } from "#verdict";

/** What is true of one leak that `test/programs/heap/kinds/` can run. */
export interface LeakKind {
  /** The name it is exported by. */
  readonly kind: string;
  /** What the path of its holder has to be. */
  readonly path: RegExp;
  readonly kinds: readonly CollectionKind[];
  /** Entries it gains, exactly; null where they are not counted, `any` where there is more than one way to count. */
  readonly entries: number | null | "any";
  /** Of some: how the lines begin that declare the holder and that add to it. */
  readonly lines?: Lines;
}

interface Lines {
  readonly declares: string;
  readonly adds: string;
}

/** The steps of one kind between two snapshots: see `take-snapshots.mjs`. */
const STEPS = 200;

function leak(
  kind: string,
  path: RegExp,
  kinds: CollectionKind | readonly CollectionKind[],
  entries: LeakKind["entries"] = STEPS,
): LeakKind {
  const known = lines[kind];
  return {
    kind,
    path,
    kinds: typeof kinds === "string" ? [kinds] : kinds,
    entries,
    ...(known !== undefined && { lines: known }),
  };
}

/** One kind of each way in which a line is found. */
const lines: Readonly<Record<string, Lines>> = {
  // Either, as both hold all of it.
  twoIndexes: { declares: "const by", adds: "by" },
  mapOfMaps: { declares: "const rooms = new Map();", adds: "rooms.get(name).set(" },
  classField: { declares: "connections = new Map();", adds: "this.connections.set(" },
  linkedList: { declares: "let newestEntry = null;", adds: "exports.linkedList =" },
  wrappedFunctions: { declares: "let wrapped =", adds: "const wrap =" },
  suspendedAsync: { declares: "const door =", adds: "await door;" },
  listeners: { declares: "const bus =", adds: 'bus.on("message"' },
  readableBuffer: { declares: "const unread =", adds: "exports.readableBuffer =" },
  concatenation: { declares: 'let transcript = "";', adds: "exports.concatenation =" },
  globalVariable: { declares: "globalThis.openRequests = new Map();", adds: "exports.globalVariable =" },
  trieOfMaps: { declares: "const trie = new Map();", adds: "if (!at.has(letter)) at.set(" },
  emitterSubclass: { declares: "const shop =", adds: 'shop.once("order"' },
  esmExport: { declares: "export const subscribers = new Set();", adds: "export const esmExport =" },
};

/** Every kind of leak, by the file that it is in. */
export const leakKinds: Readonly<Record<string, readonly LeakKind[]>> = {
  "collections.cjs": [
    leak("moduleMap", /^sessions$/, "Map"),
    leak("mapOfNumbers", /^inFlight$/, "Map"),
    leak("moduleSet", /^seen$/, "Set"),
    leak("moduleArray", /^auditLog$/, "Array"),
    leak("unshiftedArray", /^newestFirst$/, "Array"),
    leak("dictionary", /^byToken$/, "object"),
    leak("nullPrototype", /^templates$/, "object"),
    leak("integerKeys", /^scores$/, "object"),
    leak("sparseArray", /^ledger$/, "Array"),
    leak("mapOfMaps", /^rooms\[…\]$/, "Map"),
    leak("objectOfArrays", /^metrics\[…\]\.samples$/, "Array"),
    leak("arrayOfArrays", /^grid\[…\]$/, "Array"),
    leak("nestedPath", /^state\.index\.byCustomer$/, "Map"),
    leak("mapSubclass", /^plugins$/, "Map"),
    leak("arraySubclass", /^undoSteps$/, "Array"),
    leak("symbolKeys", /^marks$/, "object"),
    leak("accessors", /^lazies$/, "object"),
    leak("weakReferences", /^weakly$/, "Map"),
    leak("replacedArray", /^snapshotOfState$/, "Array"),
    leak("twoIndexes", /^by(?:Id|Name)$/, "Map"),
    leak("weakMapValue", /^metadata\[…\]$/, "Array"),
    leak("weakMapEntries", /^pages$/, "Array"),
  ],
  "classes.cjs": [
    leak("classField", /^registry\.connections$/, "Map"),
    leak("privateField", /^tracker\.#items$/, "Set"),
    leak("staticField", /^Transaction\.open$/, "Map"),
    leak("staticPrivate", /^Postings\.#all$/, "Array"),
    leak("privateMethods", /^jobs$/, "Array"),
    leak("singleton", /^Hub\.#only\.members$/, "Map"),
    leak("linkedList", /^newestEntry$/, "chain"),
    leak("doublyLinked", /^deliveries(?:\.(?:first|last))?$/, "chain"),
    leak("searchTree", /^prices\.root$/, "chain"),
  ],
  "functions.cjs": [
    leak("closureVariable", /^rows$/, "Map"),
    leak("closureChain", /^theThing$/, "chain"),
    leak("detachedClosures", /^callbacks$/, "Array"),
    leak("boundFunctions", /^handlers$/, "Set"),
    leak("compiledFunctions", /^compiled$/, "Array"),
    leak("suspendedGenerators", /^walks$/, "Array"),
    leak("generatorLocal", /^producer$/, "Array"),
    leak("iterators", /^cursors$/, "Array"),
    leak("memoised", /^(?:memo|cache)$/, "Map"),
    leak("proxyTarget", /^(?:observed|target)\.changes$/, "Array"),
    leak("proxyDictionary", /^draft$/, "object"),
    leak("wrappedFunctions", /^wrapped$/, "chain"),
    leak("prototypeChain", /^scope$/, "chain"),
    leak("newEntryOfWeakMap", /^byModel\[…\]$/, "Map"),
  ],
  "asynchronous.cjs": [
    leak("promiseChain", /^settled\.then\(…\)/, ["chain", "promise"]),
    leak("promiseReactions", /^shutdown\.then\(…\)$/, "promise"),
    leak("suspendedAsync", /^door\.then\(…\)$/, "promise"),
    leak("asyncLocal", /^a local of collector\(\)$/, "Map"),
    leak("asyncLocalStorage", /spans$/, "Array"),
    leak("pendingResolvers", /^pending$/, "Map"),
    leak("finalizationRegistry", /^released$/, "chain"),
    leak("intervals", /^timers of 3600000 ms$/, "timers"),
    leak("timeouts", /^timers of 7200000 ms$/, "timers"),
  ],
  "events.cjs": [
    leak("listeners", /^bus\._events\.message$/, "listeners"),
    leak("processListeners", /^process\._events\.unhandledRejection$/, "listeners"),
    leak("eventTarget", /^quotes\._events\.change$/, "listeners"),
    leak("abortSignal", /^stopping\.signal\._events\.abort$/, "listeners"),
    leak("readableBuffer", /^unread\._readableState\.buffer/, ["Array", "chain"]),
    leak("writableBuffer", /^stalled\._writableState(?:\.buffered|\[Symbol\(kBufferedValue\)\])$/, "Array"),
    leak("messagePorts", /^channels$/, "Array"),
    leak("agentRequests", /^agent\.requests\[…\]$/, "Array"),
  ],
  "bytes.cjs": [
    leak("buffersInMap", /^uploads$/, "Map"),
    leak("slicedBuffers", /^frames$/, "Array"),
    leak("typedArrays", /^embeddings$/, "Array"),
    leak("grownTypedArray", /^samples$/, "buffers", null),
    leak("concatenation", /^transcript$/, "string", null),
    leak("slicedStrings", /^titles$/, "Array"),
    leak("plainStrings", /^words$/, "Set"),
    leak("numbers", /^measurements$/, "Array", null),
    leak("numbersByNumber", /^counts$/, "Map", null),
    leak("bigints", /^balances$/, "Array"),
    leak("errorStacks", /^failures$/, "Array"),
    leak("scripts", /^scripts$/, "Array"),
    leak("regularExpressions", /^regular$/, "Map"),
    leak("dates", /^dates$/, "Array"),
    leak("globalVariable", /^globalThis\.openRequests$/, "Map"),
    leak("moduleCache", /^(?:Module\._cache|require\.cache)$/, "object"),
    leak("exportedField", /inbox\.letters$/, "Array"),
  ],
  "structures.cjs": [
    leak("mapOfSets", /^followers\[…\]$/, "Set"),
    leak("copiedMap", /^catalogue$/, "Map"),
    leak("copiedObject", /^settings$/, "object"),
    leak("reducer", /^store\.todos\.items$/, "Array"),
    leak("treeOfArrays", /^tree\.children$/, "chain"),
    leak("trieOfMaps", /^trie\[…\]$/, "chain", 222),
    leak("lruWithoutLimit", /^responses(?:\.map|\.newest|\.oldest)?$/, ["Map", "chain"]),
    leak("binaryHeap", /^heap$/, "Array"),
    leak("cyclicGraph", /^graph\.nodes$/, "Array"),
    leak("staticBlock", /^Registry\.entries$/, "Array"),
    leak("inheritedPrivate", /^account\.#log$/, "Array"),
    leak("weakMapWithMap", /^hidden\[…\](?:\.history)?$/, "Map"),
    leak("weakSetMembers", /^stillHeld$/, "Array"),
    leak("symbolField", /^service\[Symbol\(cache\)\]$/, "Map"),
    leak("frozenTuples", /^frozen$/, "Array"),
    leak("argumentObjects", /^argumentLists$/, "Array"),
    leak("mapOfObjectKeys", /^matrix$/, "Map"),
    leak("instances", /^points$/, "Array"),
    leak("lazyGetter", /^lazy\.values$/, "Array"),
    leak("deeplyNested", /^nested\.a\.b\.c\.d$/, "Array"),
    leak("nestedDictionary", /^inbox\.messages\.unread$/, "object"),
    leak("arrayOnPrototype", /^Widget\.prototype\.instances$/, "Array"),
    leak("symbolOfGlobal", /^globalThis\[Symbol\(app\.registry\)\]$/, "Map"),
    leak("newTree", /^tables\.orders/, "chain", "any"),
  ],
  "runtime.cjs": [
    leak("emitterSubclass", /^shop\._events\.order$/, "listeners"),
    leak("emitterInField", /^lobby\.events\._events\.enter$/, "listeners"),
    leak("awaitedEvents", /^awaited\._events/, ["listeners", "chain"], "any"),
    leak("objectStream", /^source\._readableState\.buffer/, ["Array", "chain"]),
    leak("transformQueue", /^slow\._writableState(?:\.buffered|\[Symbol\(kBufferedValue\)\])$/, "Array"),
    leak("webStream", /^(?:controller|webStream)\[Symbol\(kState\)\].*queue/, "Array"),
    leak("diagnosticsChannel", /^channel\._subscribers$/, "Array"),
    leak("performanceMarks", /^(?:markEntryBuffer|performance\.)/, "Array"),
    leak("combinedSignals", /^(?:gcPersistentSignals|kept)$/, "Set"),
    leak("promiseAll", /^(?:never\.then\(…\)|all)$/, ["promise", "Array"]),
    leak("retryLoops", /^retries$/, "Array"),
    leak("asyncGenerators", /^readers$/, "Set"),
    leak("asyncResources", /^resources$/, "Array"),
    leak("formatters", /^formatters$/, "Map"),
    leak("dataViews", /^views$/, "Array"),
    leak("sharedBuffers", /^shared$/, "Set"),
    leak("grownBuffer", /^log$/, "buffers", null),
    leak("parsedJson", /^documents$/, "Array"),
    leak("textArrays", /^kindsOfText\.upper$/, "Array"),
    leak("broadcastChannels", /^hosts$/, "Array"),
    leak("pendingCallbacks", /^immediates$/, "Array"),
    leak("deleteMissedOnError", /^requests$/, "Map", 100),
    leak("errorCauses", /^errors$/, "Array"),
    leak("curried", /^applied$/, "Array"),
    leak("finalizers", /^weakCallbacks$/, "Map"),
    leak("contexts", /^sandboxes$/, "Array", 10),
  ],
  "modules.mjs": [
    leak("esmVariable", /^connections$/, "Map"),
    leak("esmExport", /^subscribers$/, "Set"),
    leak("esmExportedField", /^store\.orders$/, "Array"),
    leak("esmLet", /^history$/, "chain"),
    leak("esmDictionary", /^byUser\[…\]$/, "Array"),
  ],
};

/** What is no leak: all of it comes and goes, or stays as large as it is. */
export const healthyKinds: readonly string[] = [
  "idle",
  "traffic",
  "replacedCache",
  "comeAndGo",
  "onceListeners",
  "weakKeys",
  "weakCache",
  "generations",
  "ring",
  "truncatedText",
  "promises",
  "fixedMemo",
  "drainedQueue",
  "buffers",
];

/** Of what the source says is cut back, what is said of it; null where it has had its time or its limit, and leaks. */
export const prunedKinds: readonly (readonly [kind: string, said: RegExp | null])[] = [
  [
    "belowLimit",
    /^recent \(.*\) is still filling: 260 of 5000 entries, from which on .*pruned\.mjs:\d+ takes some out\.$/u,
  ],
  ["swept", /^tokens \(.*\) gained 200 entries, but .* takes entries out by a timer of 30 s: too early/u],
  ["batched", /^batch \(.*\) gained 200 entries, but .* takes entries out by a timer of 45 s: too early/u],
  [
    "timerEach",
    /^pending \(.*\) gained 200 entries, but .* takes entries out by a timer of 60 s: too early/u,
  ],
  ["slots", /^table\.#byKey \(.*\) is still filling up to its limit \(slots: 4000\)\.$/u],
  [
    "limitInField",
    /^limited\.#items \(.*\) gained 200 entries, but .* takes entries out when there are too many/u,
  ],
  ["numbersBelowLimit", /^samples \(.*\) is still filling: at least \d+ of 20000 entries, from which on/u],
  ["connections", /^sessions \(.*\) grew with the open connections, from 60 to 260: no leak/u],
  ["ofBounded", /^bounded \(.*\) is one of sawtooth\/bounded and still filling: no leak/u],
  ["ofUnbounded", null],
  ["limitNotSet", null],
  ["beyondLimit", null],
];
