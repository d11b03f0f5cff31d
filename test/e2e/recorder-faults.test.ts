import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readProfile } from "#profile";
import { readRecording } from "#recorder";
import { root } from "./nodes.ts";

const programs = join(root, "test", "programs", "recorder");
const writer = join(programs, "tight-writer.mjs");
const agent = join(programs, "agent.mjs");
/** Recordings that are cut off, and how many of them by one kill. */
const kills = Number(process.env["SAWTOOTH_KILLS"] ?? 100);
const writers = 4;

let folder: string;
beforeAll(() => {
  if (!existsSync(join(root, "dist", "recorder", "index.js")))
    throw new Error("dist/recorder is missing: run npm run build first");
  folder = mkdtempSync(join(tmpdir(), "sawtooth-recorder-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a writer of four recordings and kills it at a moment that nobody chose; the folders of its lives. */
async function killInTheMiddle(recording: string): Promise<string[]> {
  const child = spawn(process.execPath, [writer, recording], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let lives = "";
  for await (const text of child.stdout.setEncoding("utf8")) {
    lives += text as string;
    if (lives.split("\n").length === 1 + writers) break;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
  child.kill("SIGKILL");
  await exited;
  return lives.trim().split("\n");
}

/** Everything a life left can be read, and what is under a final name is whole. */
async function expectReadable(lifeFolder: string): Promise<{ interrupted: boolean; lines: number }> {
  const { asked: life } = readRecording(lifeFolder);
  expect(life?.facts?.pid).toBe(life?.pid);
  expect(life?.running).toBe(false);
  for (const { path } of life?.profiles ?? []) {
    const profile = await readProfile(new Uint8Array(readFileSync(path)), 2 ** 26);
    expect(profile.sampleTypes.map(({ type }) => type)).toContain("inuse_space");
  }
  const names = readdirSync(lifeFolder);
  if (names.includes("finding.json")) expect(life?.finding).not.toBeNull();
  const log = names.includes("memory.log") ? readFileSync(join(lifeFolder, "memory.log"), "utf8") : "";
  expect(log.split("\n").length - 1 - (life?.memory.length ?? 0)).toBeLessThanOrEqual(1);
  expect(names.length).toBeLessThan(20);
  return { interrupted: names.some((name) => name.endsWith(".tmp")), lines: life?.memory.length ?? 0 };
}

describe("a recorder killed in the middle of a write", () => {
  test(`in ${kills} recordings always reads back, in a folder that all share`, async () => {
    const recording = join(folder, "killed");
    let interrupted = 0;
    let lines = 0;
    for (let killed = 0; killed < kills; killed += writers) {
      for (const life of await killInTheMiddle(recording)) {
        const result = await expectReadable(life);
        if (result.interrupted) interrupted++;
        lines += result.lines;
      }
    }
    // Else the kills came between the writes, and nothing was shown.
    expect(interrupted).toBeGreaterThan(kills / 20);
    expect(lines).toBeGreaterThan(kills);
    // Sixteen ended lives are kept; the last writers had pruned before they ended.
    expect(readRecording(recording).lives.length).toBeLessThanOrEqual(16 + writers);
  }, 240_000);
});

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program under the recorder, in a mount namespace of its own where `mount` is given. */
function record(recording: string, code: string, mount: string | null = null): Ran {
  const command = [process.execPath, "--import", agent, "-e", code];
  const [file = "", ...args] =
    mount === null ? command : ["unshare", "-rm", "sh", "-c", `${mount} && exec "$@"`, "sh", ...command];
  const { status, stdout, stderr, signal, error } = spawnSync(file, args, {
    encoding: "utf8",
    env: { ...process.env, RECORDING: recording, PACE: '{"profileMs":500,"memoryMs":50,"lookMs":50}' },
    cwd: folder,
  });
  if (status === null) throw new Error(`${file} was ended by ${signal}: ${error?.message} ${stderr}`);
  return { code: status, stdout, stderr };
}

const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
const isRoot = process.getuid?.() === 0;
if (!canMount)
  console.warn("recorder: no mounts here (unshare -rm): a full disk and a read-only one are not tested");

/** Works for a while, so that the recorder looks, then says so. */
const WORKS = `setTimeout(() => console.log("done"), 700)`;

describe("a place that cannot be written to", () => {
  test.skipIf(!canMount)("that is read-only costs one line on stderr, and the program works", () => {
    const place = join(folder, "read-only");
    mkdirSync(place);
    const { code, stdout, stderr } = record(
      join(place, ".sawtooth"),
      WORKS,
      `mount -t tmpfs -o ro none ${place}`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "done\n" });
    expect(stderr).toMatch(/^sawtooth: the flight recorder cannot write: the file system is read-only .*\n$/);
  });

  test.skipIf(!canMount)(
    "that is full costs one line on stderr, and what was written before reads back",
    () => {
      const place = join(folder, "full");
      mkdirSync(place);
      const full = `mount -t tmpfs -o size=64k none ${place}`;
      const code = `
      const { writeFileSync, readdirSync } = require("node:fs");
      const { join } = require("node:path");
      setTimeout(() => { try { writeFileSync(${JSON.stringify(join(place, "fill"))}, Buffer.alloc(1e6)); } catch {} }, 300);
      setTimeout(async () => {
        const { readRecording } = await import(${JSON.stringify(join(root, "dist/recorder/index.js"))});
        const { lives } = readRecording(process.env.RECORDING);
        console.log(JSON.stringify({ facts: lives[0].facts !== null, lines: lives[0].memory.length > 0 }));
      }, 2500);`;
      const ran = record(join(place, ".sawtooth"), code, full);
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({
        code: 0,
        stdout: '{"facts":true,"lines":true}\n',
      });
      expect(ran.stderr).toMatch(/^sawtooth: the flight recorder cannot write: the disk is full.*\n$/);
    },
  );

  test("that is a file costs one line on stderr, and the program works", () => {
    const place = join(folder, "a-file");
    writeFileSync(place, "");
    const { code, stdout, stderr } = record(place, WORKS);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "done\n" });
    expect(stderr).toMatch(/^sawtooth: the flight recorder cannot write: [^\n]+\n$/);
  });

  test.skipIf(!isRoot)("that belongs to another user is left alone, and said to be", () => {
    const place = join(folder, "another-user");
    mkdirSync(place);
    chownSync(place, 12_345, 12_345);
    const { code, stdout, stderr } = record(place, WORKS);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "done\n" });
    expect(stderr).toMatch(/^sawtooth: the flight recorder cannot write: .* belongs to user 12345, .*\n$/);
    expect(readdirSync(place)).toEqual([]);
  });
});
