import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type * as verdict from "#verdict";
import { findingJson, renderFinding } from "../../src/face/render-finding.ts";
import { finding, mapLeak, unexplained } from "../build/findings.ts";
import { arrayLeak, goLeak, goService, listenerLeak, packageLeak } from "../build/leaks.ts";

interface Shape {
  readonly required: readonly string[];
  readonly additionalProperties: unknown;
  readonly properties: Readonly<Record<string, Property>>;
}

interface Property {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly { readonly type?: string }[];
  readonly enum?: readonly string[];
}

const docs = new URL("../../docs/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("finding.schema.json", docs), "utf8")) as Shape & {
  readonly $defs: Readonly<Record<string, Shape>>;
};
const page = readFileSync(new URL("json.md", docs), "utf8");
const example = JSON.parse(/```json\n([^]*?)```/u.exec(page)?.[1] ?? "") as verdict.Finding;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** Which fields of an interface may be null. The compiler rejects the tables below when finding.ts changes. */
type Nulls<T> = { readonly [K in keyof Required<T>]: null extends T[K] ? "nullable" : "never null" };

const always = "never null";
const nullable = "nullable";
const place: Nulls<verdict.Place> = { function: nullable, file: always, line: always, column: nullable };

const fields = {
  target: {
    kind: always,
    name: always,
    pid: nullable,
    url: nullable,
    node: nullable,
    uptimeSeconds: nullable,
  } satisfies Nulls<verdict.TargetDescription>,
  window: {
    startedAt: always,
    seconds: always,
    looks: always,
    endedEarly: always,
  } satisfies Nulls<verdict.Window>,
  memory: { points: always, limits: always, perHour: nullable } satisfies Nulls<verdict.Memory>,
  memoryPoint: {
    atMs: always,
    heapUsed: always,
    external: always,
    arrayBuffers: always,
    rss: always,
    heapAfterGc: nullable,
  } satisfies Nulls<verdict.MemoryPoint>,
  memoryLimit: { kind: always, bytes: always, usedBytes: always } satisfies Nulls<verdict.MemoryLimit>,
  range: { low: always, middle: always, high: always } satisfies Nulls<verdict.Range>,
  leak: {
    holder: nullable,
    alsoHeldBy: always,
    site: nullable,
    entries: nullable,
    bytes: always,
    forecast: nullable,
    package: nullable,
    evidence: always,
    explained: nullable,
    remedy: always,
  } satisfies Nulls<verdict.Leak>,
  holder: {
    name: always,
    path: always,
    kind: always,
    scope: always,
    className: nullable,
    file: nullable,
    line: nullable,
    excerpt: nullable,
  } satisfies Nulls<verdict.Holder>,
  place,
  site: {
    ...place,
    share: nullable,
    excerpt: nullable,
    application: nullable,
    callers: always,
    others: always,
    seenBy: always,
  } satisfies Nulls<verdict.Site>,
  otherPlace: { ...place, share: always } satisfies Nulls<verdict.Site["others"][number]>,
  entries: {
    before: always,
    after: always,
    perSecond: always,
    removed: nullable,
  } satisfies Nulls<verdict.Entries>,
  leakBytes: { retained: nullable, perEntry: nullable, perHour: nullable } satisfies Nulls<verdict.LeakBytes>,
  forecast: {
    limit: always,
    limitBytes: always,
    lowSeconds: always,
    highSeconds: always,
  } satisfies Nulls<verdict.Forecast>,
  package: { name: always, version: nullable } satisfies Nulls<verdict.Package>,
  remedy: { advice: always, code: always } satisfies Nulls<verdict.Remedy>,
  unexplained: {
    bytes: always,
    kind: always,
    parts: nullable,
    meaning: always,
    next: always,
  } satisfies Nulls<verdict.Unexplained>,
  memoryParts: {
    heap: always,
    heapUnused: always,
    buffers: always,
    external: always,
    native: always,
  } satisfies Nulls<verdict.MemoryParts>,
  evidence: {
    cpuMs: nullable,
    longestPauseMs: nullable,
    functions: always,
    objects: always,
    collections: always,
    sampledInserts: always,
    complete: always,
  } satisfies Nulls<verdict.Evidence>,
  recorded: {
    folder: always,
    ending: always,
    lives: always,
    profiles: always,
  } satisfies Nulls<verdict.Recorded>,
  ending: {
    cause: always,
    certain: always,
    at: always,
    exitCode: nullable,
    detail: always,
  } satisfies Nulls<verdict.Ending>,
  recordedLife: {
    pid: always,
    startedAt: always,
    seconds: always,
    cause: always,
    points: always,
  } satisfies Nulls<verdict.RecordedLife>,
  recordedProfile: { path: always, at: always, nearLimit: always } satisfies Nulls<verdict.RecordedProfile>,
};

const rootFields: Nulls<verdict.Finding> = {
  version: always,
  target: always,
  window: always,
  memory: always,
  leaks: always,
  unexplained: nullable,
  evidence: always,
  notes: always,
  recording: always,
};

/** Every word of each list of words; the compiler rejects a word too many or too few. */
const words = {
  "target.kind": { node: 0, pprof: 0, snapshots: 0, recording: 0 } satisfies Record<
    verdict.TargetDescription["kind"],
    0
  >,
  "memoryLimit.kind": { "heap limit": 0, "container limit": 0, "machine memory": 0 } satisfies Record<
    verdict.MemoryLimit["kind"],
    0
  >,
  "forecast.limit": { "heap limit": 0, "container limit": 0, "machine memory": 0 } satisfies Record<
    verdict.Forecast["limit"],
    0
  >,
  "holder.kind": {
    Map: 0,
    Set: 0,
    Array: 0,
    object: 0,
    listeners: 0,
    timers: 0,
    promise: 0,
    buffers: 0,
    handles: 0,
    modules: 0,
    chain: 0,
    string: 0,
    allocation: 0,
  } satisfies Record<verdict.CollectionKind, 0>,
  "site.seenBy": {
    "sampled inserts": 0,
    "allocation profile": 0,
    "callback location": 0,
    "source text": 0,
  } satisfies Record<verdict.Site["seenBy"], 0>,
  "ending.cause": {
    running: 0,
    exit: 0,
    "uncaught exception": 0,
    "heap limit": 0,
    "container limit": 0,
    killed: 0,
  } satisfies Record<verdict.Ending["cause"], 0>,
};

function nullsOf({ properties }: Shape): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type, anyOf }]) => {
      const mayBeNull =
        (Array.isArray(type) && type.includes("null")) || anyOf?.some((one) => one.type === "null");
      return [name, mayBeNull === true ? nullable : always];
    }),
  );
}

describe("the schema of the finding and its type", () => {
  test("describe the same objects", () => {
    expect(Object.keys(schema.$defs).toSorted()).toEqual(Object.keys(fields).toSorted());
    expect(nullsOf(schema)).toEqual(rootFields);
  });

  test.each(Object.entries(fields))("have the same fields and nulls in %s", (name, expected) => {
    expect(nullsOf(schema.$defs[name] as Shape)).toEqual(expected);
  });

  test.each(Object.entries(words))("have the same words for %s", (path, expected) => {
    const [object = "", field = ""] = path.split(".");
    expect(schema.$defs[object]?.properties[field]?.enum?.toSorted()).toEqual(
      Object.keys(expected).toSorted(),
    );
  });

  test.each([["finding", schema] as const, ...Object.entries(schema.$defs)])(
    "%s has every field always, but for a recording and further holders, and no other",
    (_, shape) => {
      const fixed = Object.keys(shape.properties).filter(
        (field) => !["recording", "alsoHeldBy"].includes(field),
      );
      expect(shape.required.toSorted()).toEqual(fixed.toSorted());
      expect(shape.additionalProperties).toBe(false);
    },
  );
});

describe("the schema of the finding", () => {
  test("accepts the example of docs/json.md, and the example renders", () => {
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(renderFinding(example, { width: 80, colour: false })).toContain("sessions gained 205 entries");
  });

  test.each([
    ["a Map leak", finding()],
    ["a package leak", finding({ leaks: [packageLeak] })],
    ["three leaks", finding({ leaks: [mapLeak, arrayLeak, listenerLeak] })],
    ["a Go leak", finding({ leaks: [goLeak], ...goService })],
    ["no leak", finding({ leaks: [], unexplained })],
  ])("accepts %s as --json prints it", (_, document) => {
    expect(validate(JSON.parse(findingJson(document))), JSON.stringify(validate.errors)).toBe(true);
  });

  test("rejects the example when any field of it is missing, unknown or of another type", () => {
    const mutants = [...mutations(example)];
    expect(mutants.length).toBeGreaterThan(250);
    const accepted = mutants.filter(({ document }) => validate(document)).map(({ change }) => change);
    expect(accepted).toEqual([]);
  });

  test.each([
    ["another version", { ...example, version: 2 }],
    ["a share above 1", { ...example, leaks: [{ ...mapLeak, explained: 1.01 }] }],
    [
      "a negative count",
      { ...example, leaks: [{ ...mapLeak, entries: { ...mapLeak.entries, before: -1 } }] },
    ],
    ["line 0", { ...example, leaks: [{ ...mapLeak, holder: { ...mapLeak.holder, line: 0 } }] }],
    ["a local time", { ...example, window: { ...example.window, startedAt: "2026-11-22 03:04" } }],
    [
      "a forecast in the past",
      { ...example, leaks: [{ ...mapLeak, forecast: { ...mapLeak.forecast, lowSeconds: -5 } }] },
    ],
  ])("rejects %s", (_, document) => {
    expect(validate(document)).toBe(false);
  });
});

describe("docs/json.md", () => {
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  test("has a row for every field of the schema, and says of each null when it is so", () => {
    for (const [name, shape] of [["finding", schema] as const, ...Object.entries(schema.$defs)]) {
      for (const [field, kind] of Object.entries(nullsOf(shape))) {
        const about = rows.filter((row) => row[1] === `\`${field}\``);
        expect(about, `${name}.${field}`).not.toEqual([]);
        const whenNull = about.some((row) => row[4] !== "–");
        if (kind === nullable) expect(whenNull, `${name}.${field}`).toBe(true);
      }
    }
  });

  test("lists every word the schema allows", () => {
    for (const word of Object.values(words).flatMap((list) => Object.keys(list))) {
      expect(page).toContain(`\`${word}\``);
    }
  });
});

/** Copies of a document with one change each: a field left out, one too many, or a value of another type. */
function* mutations(document: unknown, path = ""): Generator<{ change: string; document: unknown }> {
  if (typeof document !== "object" || document === null) {
    yield { change: `${path} as an object`, document: {} };
    if (typeof document === "number") yield { change: `${path} as text`, document: String(document) };
    if (typeof document !== "number" && document !== null)
      yield { change: `${path} as a number`, document: 7 };
    return;
  }
  if (Array.isArray(document)) {
    yield { change: `${path} as an object`, document: {} };
    for (const [index, item] of document.entries()) {
      for (const mutant of mutations(item, `${path}[${index}]`)) {
        yield { change: mutant.change, document: document.with(index, mutant.document) };
      }
    }
    return;
  }
  yield { change: `${path} with an unknown field`, document: { ...document, surprise: 1 } };
  yield { change: `${path} as a list`, document: [document] };
  for (const [key, value] of Object.entries(document)) {
    const { [key]: _, ...rest } = document as Record<string, unknown>;
    yield { change: `${path}.${key} left out`, document: rest };
    for (const mutant of mutations(value, `${path}.${key}`)) {
      yield { change: mutant.change, document: { ...document, [key]: mutant.document } };
    }
  }
}
