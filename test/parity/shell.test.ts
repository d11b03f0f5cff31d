import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oracle } from "./go-oracle.ts";
import { runReport } from "./run-report.ts";

const fixtures = join(import.meta.dirname, "../fixtures/go");

/** More of them, from another seed: `SAWTOOTH_SCRIPTS=200 SAWTOOTH_SEED=7`. */
const numRuns = Number(process.env["SAWTOOTH_SCRIPTS"] ?? 12);
const seed = Number(process.env["SAWTOOTH_SEED"] ?? 20_260_101);

let folder = "";
beforeAll(() => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-shell-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines that a person might type, and some that are wrong; not `tags`, which Go 1.19 words otherwise. */
const LINES = [
  "top",
  "top3",
  "text 2 main",
  "top 5 -cum -handle",
  "  top  --cum   newSession ",
  "top -3",
  "tree 3",
  "tree serve -strings -cum",
  "peek newSess",
  "peek main.* 1 -handle",
  "peek",
  "list newSession",
  "traces main -16kb",
  "dot 3",
  "dot main -bufio",
  "raw",
  "comments",
  "focus=main",
  "focus = serve //: what serves",
  "ignore=handle|bufio",
  "hide=strings",
  "show=main|fmt",
  "tagfocus=16b:1kb",
  "tagignore=64b",
  ":",
  "nodecount=4",
  "nodecount=-1",
  "nodecount=many",
  "nodefraction=0.1",
  "trim=f",
  "trim",
  "unit=kb",
  "unit=minimum",
  "divide_by=3",
  "mean",
  "mean=no",
  "mean=perhaps",
  "relative_percentages=1",
  "call_tree=0",
  "noinlines=yes",
  "granularity=lines",
  "granularity=files",
  "granularity=none",
  "functions=1",
  "lines=t",
  "addresses=true",
  "sort=cum",
  "flat=1",
  "alloc_space",
  "total_alloc_objects",
  "mean_inuse_space",
  "sample_index=1",
  "sample_index=inuse_objects",
  "sample_index=bogus",
  "focus main",
  "frobnicate",
  "top10x",
  "top >",
  "",
  "#",
];

const scripts = fc.sample(fc.array(fc.constantFrom(...LINES), { minLength: 6, maxLength: 20 }), {
  seed,
  numRuns,
});

describe.skipIf(oracle === null)("lines of the shell give what go tool pprof gives", () => {
  test.each([LINES, ...scripts])("%s …", async (...lines) => {
    const input = lines.map((line) => `${line}\n`).join("");
    const env = { ...process.env, TZ: "UTC", PPROF_BINARY_PATH: "/nowhere" };
    const args = ["-symbolize=none", "heap.1.pb.gz"];
    const theirs = spawnSync(oracle!, args, { cwd: fixtures, env, input, encoding: "utf8" });
    const ours = await runReport(args, fixtures, lines);
    expect({ stdout: ours.stdout, exitCode: ours.exitCode }, input).toEqual({
      stdout: theirs.stdout,
      exitCode: theirs.status,
    });
    // What is no number is told in our own words.
    const notes = (text: string): string[] =>
      text.split("\n").filter((line) => !line.includes("invalid syntax"));
    expect(notes(ours.stderr), input).toEqual(notes(theirs.stderr));
  });
});

describe("the shell", () => {
  const shell = async (...lines: string[]): Promise<{ out: string; said: string[] }> => {
    const { stdout, stderr } = await runReport(["heap.1.pb.gz"], fixtures, lines);
    return { out: stdout.replaceAll("(pprof) ", ""), said: stderr.split("\n").slice(4, -1) };
  };

  test("takes the name of a choice that stands alone, which pprof does not", async () => {
    const { out, said } = await shell("lines", "cum", "top1");
    expect(said).toEqual([]);
    expect(out.trimEnd().split("\n").at(-1)).toMatch(
      /100% {2}runtime\.main|main\.serveConn .*main\.go:\d+$/u,
    );
  });

  test("writes a report to a file, or through a command", async () => {
    const file = join(folder, "top.txt");
    const { out, said } = await shell(`top3 > ${file}`, "top5 | grep -c main", "top | true", "quit", "top");
    expect(said).toEqual([`Generating report in ${file}`]);
    expect(readFileSync(file, "utf8")).toContain("main.newSession");
    expect(out).toBe("3\n");
  });

  test("options of one line are gone with the next", async () => {
    const { out } = await shell("top1 newSession -cum", "top1");
    expect(out.match(/Active filters/gu)).toHaveLength(1);
  });

  test("says what an option or a command is", async () => {
    const { said } = await shell("help top", "help nodecount", "help lines", "help sort", "help nonsense");
    expect(said.join("\n")).toMatch(/top \[n\][^]*nodecount=<val>[^]*granularity, one of[^]*sort, one of/u);
    expect(said.at(-1)).toBe("Unknown command: nonsense");
  });

  test("says what it has not", async () => {
    expect((await shell("disasm main", "web")).said).toEqual([
      expect.stringContaining("-disasm is not supported"),
      expect.stringContaining("-web is not supported"),
    ]);
  });

  test("shows every option with its value", async () => {
    const { said } = await shell("focus=main", "granularity=files", "o");
    expect(said.find((line) => line.includes(" focus "))).toMatch(/^ {2}focus {21}= main\s*$/u);
    expect(said.find((line) => line.includes("granularity"))).toContain("= files ");
    expect(said.find((line) => line.includes("sample_index"))).toContain(
      "= inuse_space          //: [alloc_objects | alloc_space | inuse_objects | inuse_space]",
    );
  });
});
