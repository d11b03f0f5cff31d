import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { find } from "#find";
import { readProfile, siteSeries } from "#profile";
import { readRecording, type LifeRecord } from "#recorder";
import type { Finding } from "#verdict";
import { root } from "./nodes.ts";

const leak = join(root, "test", "programs", "recorder", "slow-leak.mjs");
const cli = join(root, "dist", "cli", "bin.js");
const register = join(root, "dist", "agent", "register.js");

/** What the recorder left of a service that ran out of memory, and what `sawtooth find` makes of it. */
export interface OutOfMemoryRun {
  readonly lifeSeconds: number;
  /** How many profiles were taken near the limit. */
  readonly nearLimit: number;
  /** Share of the heap limit that the last profile shows the leaking program to hold; 0 when there is none. */
  readonly fill: number;
  /** From the last profile to the crash. */
  readonly secondsBefore: number;
  readonly finding: Finding;
  /** What `sawtooth pprof -top` prints of the last profile. */
  readonly top: string;
}

export interface OutOfMemoryOptions {
  readonly limitMib: number;
  /** Between two requests, each of which leaks some 100 KB; 1 if left out, 60 makes the leak slow. */
  readonly pauseMs?: number;
  readonly nodeArguments?: readonly string[];
}

/** Runs a service that leaks, with the agent, until V8 gives up. */
export async function runOutOfMemory(
  node: string,
  { limitMib, pauseMs = 1, nodeArguments = [] }: OutOfMemoryOptions,
): Promise<OutOfMemoryRun> {
  if (!existsSync(register)) throw new Error("dist/agent/register.js is missing: run npm run build first");
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-oom-"));
  try {
    const recording = join(folder, ".sawtooth");
    const env = { ...process.env, SAWTOOTH_PORT: "off", SAWTOOTH_RECORDER: recording };
    const args = [
      `--max-old-space-size=${limitMib}`,
      ...nodeArguments,
      "--import",
      register,
      leak,
      "100",
      String(pauseMs),
    ];
    const child = spawn(node, args, { cwd: folder, env, stdio: "ignore" });
    await once(child, "exit");
    const endMs = Date.now();
    const life = readRecording(recording).lives.at(-1)!;
    return {
      lifeSeconds: (endMs - life.startedAtMs) / 1000,
      nearLimit: life.profiles.filter(({ nearLimit }) => nearLimit).length,
      fill: (await bytesHeld(life)) / (life.facts?.heapLimitBytes ?? Number.POSITIVE_INFINITY),
      secondsBefore: (endMs - (life.profiles.at(-1)?.atMs ?? 0)) / 1000,
      finding: await find(recording, { windowMs: 4000 }),
      top: topOf(life),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function topOf({ profiles }: LifeRecord): string {
  const last = profiles.at(-1);
  return last === undefined
    ? ""
    : execFileSync(process.execPath, [cli, "pprof", "-top", last.path], { encoding: "utf8" });
}

/** Bytes in the last profile that were allocated with the leaking program on the stack. */
async function bytesHeld({ profiles }: LifeRecord): Promise<number> {
  const last = profiles.at(-1);
  if (last === undefined) return 0;
  const profile = await readProfile(new Uint8Array(await readFile(last.path)), 2 ** 28);
  return siteSeries([profile], ["inuse_space"])
    .filter(({ frames }) => frames.some(({ file }) => file.endsWith("slow-leak.mjs")))
    .reduce((sum, { values }) => sum + (values[0]?.[0] ?? 0), 0);
}
