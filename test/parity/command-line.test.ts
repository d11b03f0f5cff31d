import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeProfile } from "#profile";
import { runReport } from "./run-report.ts";

const fixtures = join(import.meta.dirname, "../fixtures/go");
const hasDot = spawnSync("dot", ["-V"]).status === 0;
if (!hasDot) console.warn("SKIPPED: pictures drawn by dot: Graphviz is not installed");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-pprof-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [["-top"], "no profile source specified"],
  [["-top", "-tree", "heap.1.pb.gz"], "must set at most one output format"],
  [["-top", "-flat", "-cum", "heap.1.pb.gz"], "conflicting options set: [cum flat]"],
  [["-top", "-normalize", "heap.1.pb.gz"], "must have base profile to normalize by"],
  [
    ["-top", "-base=heap.0.pb.gz", "-diff_base=heap.0.pb.gz", "heap.1.pb.gz"],
    "-base and -diff_base flags cannot both be specified",
  ],
  [["-top", "-divide_by=0", "heap.1.pb.gz"], "zero divisor specified"],
  [["-peek=no_such_name", "heap.1.pb.gz"], "no matches found for regexp: no_such_name"],
  [["-peek=(", "heap.1.pb.gz"], "parsing argument regexp (: error parsing regexp: missing closing ): `(`"],
  [["-top", "-sample_index=7", "heap.1.pb.gz"], "sample_index"],
  [["-disasm=main", "heap.1.pb.gz"], "-disasm is not supported, for want of a disassembler"],
  [["-web", "heap.1.pb.gz"], "-web is not supported, sawtooth opens no viewers"],
  [["-http=:", "heap.1.pb.gz"], "-http is not supported, sawtooth serves no pages"],
  [["-top", "-output=/nowhere/at/all", "heap.1.pb.gz"], "Generating report in /nowhere/at/all"],
])("%j ends with 2 and one sentence", async (args, message) => {
  const run = await runReport(args, fixtures);
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe("");
  expect(run.stderr.split("\n")[0]).toContain(message);
});

test("an old flag for a sample type gives way to -sample_index, and says so", async () => {
  const run = await runReport(
    ["-top", "-sample_index=alloc_space", "-inuse_objects", "heap.1.pb.gz"],
    fixtures,
  );
  expect(run.stderr).toBe("Multiple value selections, ignoring -inuse_objects\n");
  expect(run.stdout).toContain("Type: alloc_space");
});

test("-output writes a file and says so", async () => {
  const output = join(folder, "out.pb.gz");
  const run = await runReport(["-proto", "-focus=newSession", `-output=${output}`, "heap.1.pb.gz"], fixtures);
  expect(run).toMatchObject({ exitCode: 0, stdout: "", stderr: `Generating report in ${output}\n` });
  expect(decodeProfile(gunzipSync(readFileSync(output))).samples.count).toBeGreaterThan(0);
});

test("-help names every report", async () => {
  const run = await runReport(["-help"], fixtures);
  expect(run.exitCode).toBe(0);
  for (const name of ["-callgrind", "-flame", "-tagfocus", "-addresses", "-inuse_space", "-header"]) {
    expect(run.stdout).toContain(name);
  }
});

test("a flame graph of a difference has a box for each path, wide as what changed, red where it grew", async () => {
  const run = await runReport(["-flame", "-base=heap.0.pb.gz", "heap.1.pb.gz"], fixtures);
  expect(run.stdout).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/u);
  expect(run.stdout).toContain("<title>main.newSession\n+320.71MB, 94.57%</title>");
  expect(run.stdout).toContain("red what grew, green what shrank");
  expect(run.stdout).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/u);
});

describe.skipIf(!hasDot)("with Graphviz", () => {
  test("-svg is the graph drawn", async () => {
    const run = await runReport(["-svg", "heap.1.pb.gz"], fixtures);
    expect(run.stdout).toContain("<svg");
    expect(run.stdout).toContain("newSession");
  });

  test.each([
    ["-png", "\u0089PNG"],
    ["-pdf", "%PDF-"],
    ["-gif", "GIF8"],
    ["-ps", "%!PS"],
  ])("%s is one of its kind", async (flag, beginning) => {
    const run = await runReport([flag, "-focus=newSession", "heap.1.pb.gz"], fixtures);
    expect(Buffer.from(run.bytes).toString("latin1").slice(0, beginning.length)).toBe(beginning);
  });
});

describe.skipIf(hasDot)("without Graphviz", () => {
  test("-svg says what to install, and what needs nothing", async () => {
    const run = await runReport(["-svg", "heap.1.pb.gz"], fixtures);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("install Graphviz for -svg, or use -dot");
    expect(existsSync(join(fixtures, "profile001.svg"))).toBe(false);
  });
});
