import type { CollectionKind } from "#verdict";

/** What is true of one leak that `kinds/` can run. */
export interface LeakKind {
  /** The name it is exported by. */
  readonly kind: string;
  /** What the path of its holder has to be. */
  readonly path: RegExp;
  readonly kinds: readonly CollectionKind[];
  /** Entries it gains, exactly; null where they are not counted. */
  readonly entries: number | null;
}

/** The steps of one kind between two snapshots: see `take-snapshots.mjs`. */
const STEPS = 200;

function leak(
  kind: string,
  path: RegExp,
  kinds: CollectionKind | readonly CollectionKind[],
  entries: number | null = STEPS,
): LeakKind {
  return { kind, path, kinds: typeof kinds === "string" ? [kinds] : kinds, entries };
}

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
  ],
  "asynchronous.cjs": [
    leak("promiseChain", /^settled\.then\(…\)/, ["chain", "listeners"]),
    leak("promiseReactions", /^shutdown\.then\(…\)$/, "listeners"),
    leak("suspendedAsync", /^door\.then\(…\)$/, "listeners"),
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
