import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Finding } from "#verdict";
import { finding as exampleFinding, mapLeak } from "../../test/build/findings.ts";
import { describeProcess } from "./describe-process.ts";
import type { LookWanted } from "./inputs.ts";
import { startRecorder } from "./recorder.ts";
import { readRecording } from "./recording.ts";

const MIB = 2 ** 20;
const limit = 64 * MIB;
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "sawtooth-early-")), ".sawtooth");
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dirname(folder), { recursive: true, force: true });
});

/** Records a process whose heap fills from 10 MiB to its limit in so many seconds, by the clock of the test. */
async function recordTheEnd(
  seconds: number,
  look: (wanted: LookWanted) => Promise<Finding | null>,
): Promise<Finding | null> {
  const startedAtMs = Date.now();
  const heapUsed = (): number =>
    10 * MIB + ((limit - 10 * MIB) * (Date.now() - startedAtMs)) / (seconds * 1000);
  const none = { external: 0, arrayBuffers: 0, rss: 0, heapAfterGc: null };
  const recorder = startRecorder(
    {
      profile: () => Promise.resolve(null),
      memory: () => Promise.resolve({ ...none, heapUsed: heapUsed() }),
      finding: look,
    },
    { ...describeProcess(), heapLimitBytes: limit, nativeProfiles: null },
    { folder },
  );
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await recorder.stop();
  return readRecording(folder).lives[0]?.finding?.finding ?? null;
}

/** A look as the agent takes it: for so long as is wanted, unless it is ended early. */
function takeLook({ windowMs, until }: LookWanted, leaks: Finding["leaks"]): Promise<Finding> {
  const window = { startedAt: new Date().toISOString(), seconds: windowMs / 1000, looks: 24 };
  const evidence = { ...exampleFinding().evidence, cpuMs: 200, functions: 500, objects: 1500 };
  return new Promise((resolve) => {
    const end = (endedEarly: boolean): void =>
      resolve(exampleFinding({ leaks, evidence, window: { ...window, endedEarly } }));
    const timer = setTimeout(end, windowMs, false);
    until.addEventListener("abort", () => {
      clearTimeout(timer);
      end(true);
    });
  });
}

test.each([20, 30, 90])("a process that dies after %d s has been looked at before", async (seconds) => {
  const windows: number[] = [];
  const found = await recordTheEnd(seconds, (wanted) => {
    windows.push(wanted.windowMs);
    return takeLook(wanted, [mapLeak]);
  });
  expect(found?.leaks.map(({ holder }) => holder?.path)).toEqual(["sessions"]);
  expect(windows[0]).toBeGreaterThanOrEqual(8000);
  expect(windows[0]).toBeLessThan(seconds * 750);
});

test("a look that takes too long is ended before the process is, and one that then saw nothing changes nothing", async () => {
  let looks = 0;
  const found = await recordTheEnd(120, (wanted) => {
    const slow = { ...wanted, windowMs: 1_000_000 };
    return looks++ === 0 ? takeLook(wanted, [mapLeak]) : takeLook(slow, []);
  });
  expect(looks).toBeGreaterThan(1);
  expect(found?.leaks).toHaveLength(1);
  expect(found?.window.endedEarly).toBe(false);
});

test("a look that is ended early is kept when it named a leak", async () => {
  const found = await recordTheEnd(30, (wanted) => takeLook({ ...wanted, windowMs: 1_000_000 }, [mapLeak]));
  expect(found?.window.endedEarly).toBe(true);
});
