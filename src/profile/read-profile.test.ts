import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodeProfile } from "./encode.ts";
import { framesOfLocation } from "./frame.ts";
import { MAPPING_HAS_FUNCTIONS, type Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { readProfile } from "./read-profile.ts";
import { total } from "./sample-type.ts";

const endpoints = join(import.meta.dirname, "../../test/fixtures/go/endpoints");
const kit = join(import.meta.dirname, "../../../shared/fixtures/parity/legacy");
const hasKit = existsSync(kit);
if (!hasKit) console.warn("SKIPPED: pprof's own legacy profiles: ../shared/fixtures/parity is not there");

const MEBIBYTE = 1 << 20;
const read = (content: string | Uint8Array): Promise<Profile> =>
  readProfile(new Uint8Array(Buffer.from(content)), MEBIBYTE);

/** Samples as `values: leaf < … < root {labels}`. */
function stacks({ samples, sampleTypes, strings, ...tables }: Profile): string[] {
  const profile: Profile = { samples, sampleTypes, strings, ...tables };
  return Array.from({ length: samples.count }, (_, row) => {
    const values = sampleTypes.map((__, i) => samples.values.bigint(row * sampleTypes.length + i));
    const stack = [
      ...samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]),
    ];
    const frames = stack.flatMap((location) =>
      framesOfLocation(profile, location).map((one) => `${one.function} ${one.file}:${one.line}`),
    );
    const labels: string[] = [];
    for (let i = samples.labelStarts[row]!; i < samples.labelStarts[row + 1]!; i++) {
      const text = strings.at(samples.labels.texts[i]!) || samples.labels.numbers.bigint(i);
      labels.push(`${strings.at(samples.labels.keys[i]!)}=${text}`);
    }
    return `${values.join(" ")}: ${frames.join(" < ")} {${labels.join()}}`;
  });
}

describe("Go's text with debug=1", () => {
  test("heap has the names that pprof throws away, inlined ones too, and scaled values", async () => {
    const heap = await read(
      `heap profile: 2: 524288 [3: 528384] @ heap/1048576
1: 524288 [1: 524288] @ 0x1001 0x2001 0x3001
#	0x2000	main.newSession+0x5d	/srv/main.go:41
#	0x2000	main.serve+0x10		/srv/main.go:9

1: 0 [2: 4096] @ 0x4001 0x2001
#	0x2000	main.newSession+0x5d	/srv/main.go:41
#	0x2000	main.serve+0x10		/srv/main.go:9

# runtime.MemStats
# Alloc = 1
`.replace("1: 0 [", "0: 0 ["),
    );
    expect(heap.sampleTypes.map(({ type }) => type)).toEqual([
      "alloc_objects",
      "alloc_space",
      "inuse_objects",
      "inuse_space",
    ]);
    expect(stacks(heap)).toEqual(
      [
        "1 829410 1 829410: main.newSession /srv/main.go:41 < main.serve /srv/main.go:9 {bytes=524288}",
        "513 1050625 0 0: main.newSession /srv/main.go:41 < main.serve /srv/main.go:9 {bytes=2048}",
      ].map((line) => line.replace("829410", "829411").replace("829410", "829411")),
    );
    expect(heap.period).toBe(524288n);
    expect(heap.mappings.flags[0]! & MAPPING_HAS_FUNCTIONS).toBe(MAPPING_HAS_FUNCTIONS);
  });

  test("goroutines have their labels", async () => {
    const goroutines = await read(
      `goroutine profile: total 3
3 @ 0x101 0x201
# labels: {"request":"a \\"b\\"", "tenant":"x"}
#	0x100	main.wait+0x1	/srv/main.go:3
#	0x200	main.main+0x1	/srv/main.go:9
`,
    );
    expect(stacks(goroutines)).toEqual([
      '3: main.wait /srv/main.go:3 < main.main /srv/main.go:9 {request=a "b",tenant=x}',
    ]);
  });

  test.each(readdirSync(endpoints).filter((name) => name.endsWith("debug1.txt")))(
    "%s of a real service is read with every stack named",
    async (name) => {
      const profile = await readProfile(new Uint8Array(readFileSync(join(endpoints, name))), MEBIBYTE);
      const unnamed = stacks(profile).filter((stack) => /: 0x/.test(stack) || stack.includes("< 0x"));
      expect(unnamed).toEqual([]);
      expect(profile.sampleTypes.length).toBeGreaterThan(0);
    },
  );

  test("the heap of a real service names the line that leaks, as its binary profile does", async () => {
    const text = await readProfile(
      new Uint8Array(readFileSync(join(endpoints, "heap.debug1.txt"))),
      MEBIBYTE,
    );
    const leak = stacks(text).find((stack) =>
      stack.includes("main.newSession example.com/leakserver/main.go:41"),
    );
    expect(leak).toMatch(/: main\.newSession \S+:41 < main\.serveConn \S+:56 \{bytes=16384\}$/);
  });
});

describe.skipIf(!hasKit)("pprof's own legacy profiles", () => {
  const inputs = hasKit ? readdirSync(kit).filter((name) => existsSync(join(kit, `${name}.string`))) : [];

  test.each(inputs)("%s has the samples, places and mappings of its golden", async (name) => {
    const golden = readFileSync(join(kit, `${name}.string`), "utf8").split("\n");
    const profile = await readProfile(new Uint8Array(readFileSync(join(kit, name))), 1 << 24);
    const section = (from: string, to: string): string[] =>
      golden.slice(golden.indexOf(from) + 1, to === "" ? undefined : golden.indexOf(to));
    const samples = section("Samples:", "Locations").filter((line) => /^\s+-?\d/.test(line));
    const numbers = samples.map((line) => line.trim().replace(/\s+/g, " "));
    expect(numberedStacks(profile)).toEqual(numbers);
    expect(profile.locations.count).toBe(
      section("Locations", "Mappings").filter((line) => /^\s+\d+: 0x/.test(line)).length,
    );
    expect(profile.mappings.count).toBe(section("Mappings", "").filter((line) => line !== "").length);
  });

  test.each([
    ["go.nomappings.crash", 4],
    ["cppbench.small.contention", 2],
    ["cppbench.cpu_no_samples_type", 1],
  ])("%s is read", async (name, types) => {
    const profile = await readProfile(new Uint8Array(readFileSync(join(kit, name))), 1 << 24);
    expect(profile.sampleTypes).toHaveLength(types);
  });
});

function numberedStacks({ samples, sampleTypes }: Profile): string[] {
  return Array.from({ length: samples.count }, (_, row) => {
    const values = sampleTypes.map((__, i) => samples.values.bigint(row * sampleTypes.length + i));
    const stack = samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]);
    return `${values.join(" ")}: ${[...stack].map((location) => location + 1).join(" ")}`.trim();
  });
}

const frame = (functionName: string, lineNumber: number, url = "file:///srv/a.js"): object => ({
  functionName,
  scriptId: "7",
  url,
  lineNumber,
  columnNumber: 0,
});

describe("V8's files", () => {
  test(".heapprofile", async () => {
    const leaf = { callFrame: frame("keep", 9), selfSize: 4096, id: 3, children: [] };
    const main = { callFrame: frame("main", 1), selfSize: 0, id: 2, children: [leaf] };
    const head = { callFrame: frame("(root)", -1, ""), selfSize: 0, id: 1, children: [main] };
    const heap = await read(JSON.stringify({ head, samples: [{ size: 4096, nodeId: 3, ordinal: 1 }] }));
    expect(stacks(heap)).toEqual(["1 4096: keep file:///srv/a.js:10 < main file:///srv/a.js:2 {}"]);
  });

  test(".cpuprofile: a sample lasts until the next, by line where V8 counts lines, idle time left out", async () => {
    const nodes = [
      { id: 1, callFrame: frame("(root)", -1, ""), hitCount: 0, children: [2, 4] },
      { id: 2, callFrame: frame("main", 1), hitCount: 0, children: [3] },
      {
        id: 3,
        callFrame: frame("spin", 9),
        hitCount: 3,
        positionTicks: [
          { line: 11, ticks: 2 },
          { line: 12, ticks: 1 },
        ],
      },
      { id: 4, callFrame: frame("(idle)", -1, ""), hitCount: 1 },
    ];
    const times = { startTime: 100, endTime: 200, samples: [3, 3, 4, 3], timeDeltas: [10, 20, 30, 5] };
    const cpu = await read(JSON.stringify({ nodes, ...times }));
    // 20 + 30 + (200 − 165) µs.
    expect(total(cpu, 1)).toBe(85_000n);
    expect(stacks(cpu)).toEqual([
      "2 57000: spin file:///srv/a.js:11 < main file:///srv/a.js:2 {}",
      "1 28000: spin file:///srv/a.js:12 < main file:///srv/a.js:2 {}",
    ]);
  });

  test.each([
    ['{"head": 1}', "a node is 1 where an object should be"],
    ['{"nodes": [{"id": "x"}]}', "id is x where a number below 2^53 should be"],
    ['{"nodes": [{"id": 1, "callFrame": {}, "children": [1]}], "endTime": 0}', ""],
    [
      '{"nodes": [{"id": 1, "callFrame": {}, "children": [2, 2]}, {"id": 2, "callFrame": {}}]}',
      "nodes that are no tree",
    ],
    ['{"other": 1}', "JSON that is neither a .heapprofile (head) nor a .cpuprofile (nodes) of V8"],
    ["{", "damaged JSON"],
  ])("%s gets one clear error, or nothing", async (json, message) => {
    const outcome = await read(json).then(stacks, (error: unknown) => error);
    if (message === "") expect(outcome).toEqual([]);
    else
      expect(outcome).toMatchObject({
        name: "ProfileFormatError",
        message: expect.stringContaining(message),
      });
  });

  test("a tree whose stacks would fill the memory is refused", async () => {
    const nodes = Array.from({ length: 13_000 }, (_, i) => ({
      id: i + 1,
      callFrame: frame("f", i),
      hitCount: 1,
      children: i === 12_999 ? [] : [i + 2],
    }));
    const bytes = new Uint8Array(Buffer.from(JSON.stringify({ nodes, startTime: 0, endTime: 13_000 })));
    await expect(readProfile(bytes, 1 << 24)).rejects.toThrow("more than 33554432 frames together");
  });
});

test("folded stacks have their root first", async () => {
  expect(stacks(await read("main;handle;parse 42\nmain 3\n\n"))).toEqual([
    "42: parse :0 < handle :0 < main :0 {}",
    "3: main :0 {}",
  ]);
});

test("labels that say nothing are lost, as in pprof, and zero samples too", async () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const location = builder.addLocation({ lines: [{ function: builder.addFunction({ name: "f" }) }] });
  builder.addSample(
    [location],
    [1],
    [
      { key: "empty", number: 0 },
      { key: "kept", number: 0, unit: "bytes" },
    ],
  );
  builder.addSample([location], [0]);
  const profile = await read(gzipSync(encodeProfile(builder.build())));
  expect(stacks(profile)).toEqual(["1: f :0 {kept=0}"]);
});

test.each([
  ["", "no bytes where a profile should be"],
  ["hello, world\n", "unrecognized profile format (as profile.proto: "],
  ["heap profile: 1: 2 [3: 4] @ heap/8\n1: x\n", 'line 2 is no heap sample: "1: x"'],
  ["goroutine profile: total 1\nnothing\n", 'line 2 is no count and stack: "nothing"'],
  ["heap profile: 1: 2 [3: 4] @ heap/8\n0: 5 [0: 0] @ 0x1\n", "bytes of no objects"],
])("%j gets one clear error", async (content, message) => {
  await expect(read(content)).rejects.toMatchObject({
    name: "ProfileFormatError",
    message: expect.stringContaining(message),
  });
});
