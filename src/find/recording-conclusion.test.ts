import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProfileBuilder, type Profile } from "#profile";
import { describeProcess, planLife, recordEnd, startRecorder } from "#recorder";
import type { Finding } from "#verdict";
import { finding as exampleFinding, mapLeak } from "../../test/build/findings.ts";
import { find } from "./find.ts";

const MIB = 2 ** 20;
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "sawtooth-conclusion-")), ".sawtooth");
});
afterEach(() => rmSync(dirname(folder), { recursive: true, force: true }));

/** A heap in which `openSession` holds so many MiB, a KiB for each session, and the rest of the program 20 MiB. */
function heap(heldMib: number): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "inuse_objects", unit: "count" },
      { type: "inuse_space", unit: "bytes" },
    ],
    periodType: { type: "space", unit: "bytes" },
    period: 524_288n,
  });
  const at = (name: string, line: number): ReturnType<typeof builder.addLocation> =>
    builder.addLocation({
      lines: [{ function: builder.addFunction({ name, file: "src/registry.ts", startLine: line }), line }],
    });
  const [open, connected, load] = [at("openSession", 41), at("onConnection", 30), at("load", 3)];
  builder.addSample([open, connected], [heldMib * 1024, heldMib * MIB]);
  builder.addSample([load], [20, 20 * MIB]);
  return builder.build();
}

interface Recorded {
  readonly profiles: number;
  readonly profileMs?: number;
  /** What the agent answers when it is asked what grows, which it is because half the heap limit is full. */
  readonly finding?: Finding;
}

/** Records a process whose leak grows by 8 MiB from profile to profile, until it has left what is wanted. */
async function record({ profiles, finding, profileMs = 40 }: Recorded): Promise<string> {
  const lifeFolder = planLife({ folder });
  let taken = 0;
  const recorder = startRecorder(
    {
      profile: () => Promise.resolve(heap(8 * ++taken)),
      memory: () => Promise.resolve({ ...process.memoryUsage(), heapAfterGc: null }),
      finding: () => Promise.resolve(finding ?? null),
    },
    {
      ...describeProcess(),
      program: "node server.js",
      heapLimitBytes: finding === undefined ? null : process.memoryUsage().heapUsed * 1.9,
      nativeProfiles: null,
    },
    {
      folder,
      lifeFolder,
      pace: { memoryMs: 5, lookMs: 5, profileMs, longestProfileMs: profileMs, findingMs: 300 },
    },
  );
  const isDone = (): boolean =>
    taken >= profiles && (finding === undefined || existsSync(join(lifeFolder, "finding.json")));
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
  await recorder.stop();
  return lifeFolder;
}

test("what grew from profile to profile is the leak, by the line that allocates", async () => {
  // They count as looks of their own when they are spread over the life of the process, which is as old as its imports.
  const profileMs = Math.max(40, process.uptime() * 250);
  recordEnd(await record({ profiles: 5, profileMs }), { exitCode: 0 });
  const { target, leaks, recording, window } = await find(folder, { windowMs: 4000 });
  expect(target).toMatchObject({ kind: "recording", name: `node server.js (pid ${process.pid})` });
  expect(recording?.ending).toMatchObject({ cause: "exit", exitCode: 0, certain: true });
  expect(window.looks).toBeGreaterThanOrEqual(3);
  expect(leaks.map(({ site }) => site?.function)).toEqual(["openSession"]);
  expect(leaks[0]?.bytes.retained).toBeGreaterThanOrEqual(5 * 8 * MIB);
  expect(leaks[0]?.forecast).toBeNull();
});

test("a process that still runs is said to", async () => {
  await record({ profiles: 2 });
  const { recording } = await find(folder, { windowMs: 4000 });
  expect(recording?.ending.cause).toBe("running");
});

test("a life is found by the name of its own folder", async () => {
  const first = await record({ profiles: 2 });
  recordEnd(first, { exitCode: 3 });
  recordEnd(await record({ profiles: 2 }), { exitCode: 4 });
  const { recording } = await find(first, { windowMs: 4000 });
  expect(recording?.ending.exitCode).toBe(3);
  expect(existsSync(first)).toBe(true);
});

test("a folder that is none is refused in one line that says what to do", async () => {
  await expect(find(join(folder, "nowhere"), { windowMs: 4000 })).rejects.toThrow(
    /^the folder .*nowhere does not exist: give the folder the flight recorder writes to$/,
  );
});

test("a finding that was made while it ran names the holder, and is not told twice", async () => {
  const life = await record({ profiles: 4, finding: exampleFinding({ leaks: [mapLeak] }) });
  recordEnd(life, { exitCode: 0 });
  const { leaks } = await find(folder, { windowMs: 4000 });
  expect(leaks.map(({ holder }) => holder?.path)).toEqual(["sessions"]);
  expect(leaks[0]?.evidence.at(-1)).toMatch(/^looked at \d+ s before the end$/);
});
