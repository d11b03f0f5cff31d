import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { profileOfHeapProfile, readProfile, type Profile } from "#profile";
import { writeAtomically } from "./atomic-file.ts";
import { decodeChecked, encodeChecked } from "./checked-json.ts";
import { describeProcess } from "./describe-process.ts";
import { recordEnd } from "./end.ts";
import { LifeFolder } from "./life-folder.ts";
import { planLife } from "./life.ts";
import type { RecorderOptions } from "./options.ts";
import { prune } from "./prune.ts";
import { startRecorder, type Recorder } from "./recorder.ts";
import { readRecording } from "./recording.ts";

let folder: string;
let profile: Profile;
let running: Recorder[] = [];

/** What this process allocates, for a short while. */
beforeAll(async () => {
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.startSampling", { samplingInterval: 4096 });
  const kept = Array.from({ length: 20_000 }, (_, index) => ({ index, text: `entry ${index}` }));
  const reading = await session.post("HeapProfiler.getSamplingProfile");
  session.disconnect();
  expect(kept).toHaveLength(20_000);
  profile = profileOfHeapProfile(reading.profile, { intervalBytes: 4096 });
});
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "sawtooth-recording-")), ".sawtooth");
});
afterEach(async () => {
  await Promise.all(running.map((recorder) => recorder.stop()));
  running = [];
  rmSync(dirname(folder), { recursive: true, force: true });
});

/** Records this process, fast, until something holds. */
async function record(
  until: (life: string) => boolean,
  options: Partial<RecorderOptions> = {},
): Promise<Recorder> {
  const recorder = startRecorder(
    {
      profile: () => Promise.resolve(profile),
      memory: () => Promise.resolve({ ...process.memoryUsage(), heapAfterGc: null }),
    },
    { ...describeProcess(), nativeProfiles: null },
    { folder, pace: { memoryMs: 5, lookMs: 5, profileMs: 10 }, ...options },
  );
  running.push(recorder);
  while (!until(recorder.lifeFolder)) await new Promise((resolve) => setTimeout(resolve, 2));
  return recorder;
}

const hasProfile = (life: string): boolean =>
  existsSync(life) && readdirSync(life).some((name) => name.endsWith(".pb.gz"));

/** A life that ended, with one file of so many bytes. */
function endedLife(name: string, bytes: number): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "heap-20200101T000000.000Z.pb.gz"), Buffer.alloc(bytes));
  recordEnd(path, { exitCode: 0 });
  return path;
}

describe("a recording", () => {
  test("can be read while it is written, and tells the process, its memory and its profiles", async () => {
    const recorder = await record(hasProfile);
    const [life] = readRecording(folder).lives;
    expect(life).toMatchObject({ pid: process.pid, running: true, end: null, folder: recorder.lifeFolder });
    expect(life?.facts).toMatchObject({ pid: process.pid, node: process.version, cwd: process.cwd() });
    expect(life?.memory[0]?.heapUsed).toBeGreaterThan(0);
    const bytes = readFileSync(life?.profiles[0]?.path ?? "");
    const read = await readProfile(new Uint8Array(bytes), 2 ** 26);
    expect(read.samples.count).toBeGreaterThan(0);
  });

  test("is for its owner's eyes only, and git does not see it", async () => {
    const { lifeFolder } = await record(hasProfile);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(folder)).toBe(0o700);
    expect(mode(lifeFolder)).toBe(0o700);
    for (const name of readdirSync(lifeFolder)) expect(mode(join(lifeFolder, name))).toBe(0o600);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  test("says how the process ended", async () => {
    const { lifeFolder } = await record(hasProfile);
    recordEnd(lifeFolder, { exitCode: 7, uncaught: new TypeError("no such cart\nat line 3") });
    const [life] = readRecording(folder).lives;
    expect(life?.end).toMatchObject({ exitCode: 7, uncaught: "TypeError: no such cart" });
    expect(life?.running).toBe(false);
  });

  test("of one life holds no more profiles than allowed", () => {
    const life = LifeFolder.create(planLife({ folder }), { pid: 1 } as never);
    for (let step = 0; step < 60; step++) {
      const nearLimit = step % 4 === 0;
      const taken = { atMs: 1_700_000_000_000 + step * 60_000, nearLimit, atLimit: false };
      life.keepProfile(profile, taken, { profiles: 6, bytes: 2 ** 26 });
    }
    const kept = readdirSync(life.path).filter((name) => name.endsWith(".pb.gz"));
    expect(kept.filter((name) => !name.includes("near-limit"))).toHaveLength(6);
    expect(kept.filter((name) => name.includes("near-limit"))).toHaveLength(4);
  });

  test("of one life takes no more room than allowed, and its first and newest profile stay", () => {
    const life = LifeFolder.create(planLife({ folder }), { pid: 1 } as never);
    const profiles = (): string[] =>
      readdirSync(life.path)
        .filter((name) => name.endsWith(".pb.gz"))
        .toSorted();
    const size = (): number =>
      profiles().reduce((sum, name) => sum + statSync(join(life.path, name)).size, 0);
    const take = (step: number, bytes: number): void =>
      life.keepProfile(
        profile,
        { atMs: 1_700_000_000_000 + step * 60_000, nearLimit: false, atLimit: false },
        { profiles: 16, bytes },
      );
    take(0, 2 ** 26);
    const room = size() * 3.5;
    for (let step = 1; step < 40; step++) take(step, room);
    expect(profiles()).toHaveLength(3);
    expect(size()).toBeLessThanOrEqual(room);
    expect(profiles()[0]).toContain(new Date(1_700_000_000_000).toISOString().replaceAll(/[-:]/g, ""));
  });
});

describe("the folder of all lives", () => {
  test("keeps so many ended lives, the oldest go first, and what runs stays", async () => {
    const { lifeFolder } = await record(hasProfile);
    const names = Array.from({ length: 20 }, (_, day) => `202001${String(day + 10)}T000000Z-99-abcdef`);
    for (const name of names) endedLife(name, 10);
    prune(folder, "", { bytes: 2 ** 30, lives: 5 }, Date.now());
    expect(readdirSync(folder).filter((name) => name.startsWith("2020"))).toEqual(names.slice(-5));
    expect(existsSync(lifeFolder)).toBe(true);
  });

  test("takes no more room than allowed", () => {
    const names = Array.from({ length: 6 }, (_, day) => `202001${String(day + 10)}T000000Z-99-abcdef`);
    for (const name of names) endedLife(name, 100_000);
    prune(folder, "", { bytes: 250_000, lives: 100 }, Date.now());
    expect(readdirSync(folder)).toEqual(names.slice(-2));
  });

  test("is not touched where the recorder named nothing, and no link is followed", () => {
    const outside = join(dirname(folder), "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "precious"), "");
    endedLife("20200110T000000Z-99-abcdef", 10);
    writeFileSync(join(folder, "notes.txt"), "");
    mkdirSync(join(folder, "mine"));
    symlinkSync(outside, join(folder, "20200111T000000Z-99-abcdef"));
    prune(folder, "", { bytes: 0, lives: 0 }, Date.now());
    expect(readdirSync(folder).toSorted()).toEqual(["20200111T000000Z-99-abcdef", "mine", "notes.txt"]);
    expect(readdirSync(outside)).toEqual(["precious"]);
  });

  test("keeps the life of a process that cannot be seen from here as long as it writes", () => {
    const path = join(folder, "20200110T000000Z-99-abcdef");
    mkdirSync(path, { recursive: true });
    const elsewhere = { host: "other-pod", boot: "b", pidNamespace: "p", startTicks: "1" };
    const facts = { version: 1, pid: 99, startedAtMs: 1, program: "node a.js", identity: elsewhere };
    writeAtomically(path, "life.json", encodeChecked(facts));
    writeFileSync(join(path, "memory.log"), "");
    prune(folder, "", { bytes: 0, lives: 0 }, Date.now());
    expect(existsSync(path)).toBe(true);
    const old = new Date(Date.now() - 600_000);
    utimesSync(join(path, "memory.log"), old, old);
    prune(folder, "", { bytes: 0, lives: 0 }, Date.now());
    expect(existsSync(path)).toBe(false);
  });

  test("is shared by several recorders that start at once", async () => {
    const lives = await Promise.all([record(hasProfile), record(hasProfile), record(hasProfile)]);
    const found = readRecording(folder).lives.map((life) => life.folder);
    expect(found.toSorted()).toEqual(lives.map(({ lifeFolder }) => lifeFolder).toSorted());
  });
});

describe("reading", () => {
  test("passes over whatever else lies in the folder", async () => {
    const { lifeFolder } = await record(hasProfile);
    writeFileSync(join(folder, "20200110T000000Z-99-abcdef"), "a file by the name of a life");
    mkdirSync(join(folder, "20200111T000000Z-98-abcdef"));
    mkdirSync(join(folder, "something else"));
    writeFileSync(join(lifeFolder, "end.json"), "{}");
    writeFileSync(join(lifeFolder, "finding.json"), Buffer.from([0xff, 0, 1]));
    mkdirSync(join(lifeFolder, "heap-20200101T000000.000Z.pb.gz"));
    symlinkSync("/dev/zero", join(lifeFolder, "heap-20200102T000000.000Z.pb.gz"));
    const { lives } = readRecording(folder);
    expect(lives.map(({ pid }) => pid)).toEqual([98, process.pid]);
    expect(lives[1]).toMatchObject({ end: null, finding: null });
    expect(lives[1]?.profiles.every(({ path }) => statSync(path).isFile())).toBe(true);
  });

  test("goes on with the rest when the facts or the series are cut off", async () => {
    const recorder = await record(hasProfile);
    await recorder.stop();
    truncateSync(join(recorder.lifeFolder, "life.json"), 40);
    const log = join(recorder.lifeFolder, "memory.log");
    truncateSync(log, statSync(log).size - 5);
    const [life] = readRecording(folder).lives;
    expect(life?.facts).toBeNull();
    expect(life?.memory.length).toBe(readFileSync(log, "utf8").split("\n").length - 1);
    expect(life?.profiles.length).toBeGreaterThan(0);
  });

  test.each([
    ["no such folder", "nowhere"],
    ["a folder without a life", "empty"],
    ["a file", "file"],
  ])("%s is said to be so", (_, name) => {
    const path = join(dirname(folder), name);
    if (name === "empty") mkdirSync(path);
    if (name === "file") writeFileSync(path, "");
    expect(() => readRecording(path)).toThrow(expect.objectContaining({ code: "no-recording" }));
  });
});

describe("a checked document", () => {
  test("gives back what was written, and null for anything cut off or changed", () => {
    const value = { text: "ünïcode\n", list: [1, null, { deep: true }] };
    const bytes = encodeChecked(value);
    expect(decodeChecked(bytes)).toEqual(value);
    for (let length = 0; length < bytes.length; length++)
      expect(decodeChecked(bytes.subarray(0, length))).toBeNull();
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const read = decodeChecked(changed);
      // Hexadecimal digits may be large or small; everything else must be as it was.
      if (read !== null) expect(read).toEqual(value);
    }
  });
});
