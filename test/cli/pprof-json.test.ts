import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { decodeProfile } from "#profile";
import { runReport } from "../parity/run-report.ts";

const fixtures = join(import.meta.dirname, "../fixtures/go");
const documented = readFileSync(join(import.meta.dirname, "../../docs/pprof-json.md"), "utf8");
const help = (await runReport(["-help"], fixtures)).stdout;
/** Every report that help names, with a pattern for those that take one. */
const reports = [
  ...help.slice(help.indexOf("Output formats"), help.indexOf("Options:")).matchAll(/^ {4}-(\w+)/gmu),
].map(([, name]) => (/^(?:list|peek|weblist)$/u.test(name!) ? `-${name}=main` : `-${name}`));

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Document = Readonly<Record<string, Json>>;

async function document(...args: string[]): Promise<Document> {
  const run = await runReport(["-json", ...args, "heap.1.pb.gz"], fixtures);
  expect(run.exitCode).toBe(0);
  expect(run.stdout.endsWith("}\n")).toBe(true);
  return JSON.parse(run.stdout) as Document;
}

/** Every key in a document, with those inside; labels are named by the profile. */
function keysIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (value === null || typeof value !== "object") return [];
  const inside = Object.entries(value).filter(([key]) => key !== "labels" && key !== "numberLabels");
  return Object.keys(value).concat(inside.flatMap(([, one]) => keysIn(one)));
}

beforeAll(() => {
  process.env["TZ"] = "UTC";
});

test("there are as many reports as help names", () => {
  expect(reports.length).toBeGreaterThan(18);
});

test.each(reports)("%s is a document whose every field is documented", async (report) => {
  const found = await document(report, "-lines");
  expect(found).toMatchObject({
    version: 1,
    report: /\w+/u.exec(report)![0],
    profile: { program: "/srv/leakserver/leakserver", time: "2026-11-22T07:30:02.513Z", docUrl: null },
    filters: [],
    notes: [],
  });
  const unknown = [...new Set(keysIn(found))].filter((key) => !documented.includes(`\`${key}\``));
  expect(unknown).toEqual([]);
});

test("top has the nodes of the text report, in its order, with exact values", async () => {
  const { nodes, total, leftOut, sampleType } = await document("-top", "-nodecount=2");
  expect({ nodes, total, leftOut, sampleType }).toMatchInlineSnapshot(`
    {
      "leftOut": {
        "lightEdges": 0,
        "lightNodes": 4,
        "nodesBeyondCount": 5,
      },
      "nodes": [
        {
          "address": null,
          "column": null,
          "cum": 365539828,
          "file": null,
          "flat": 350334716,
          "function": "main.newSession",
          "inline": "none",
          "line": null,
          "name": "main.newSession",
        },
        {
          "address": null,
          "column": null,
          "cum": 18353360,
          "file": null,
          "flat": 18353360,
          "function": "main.(*sessionState).handle",
          "inline": "none",
          "line": null,
          "name": "main.(*sessionState).handle",
        },
      ],
      "sampleType": {
        "type": "inuse_space",
        "unit": "bytes",
      },
      "total": 385843627,
    }
  `);
});

test("filters, what they say, and divisors apply", async () => {
  const found = await document("-top", "-focus=newSession", "-ignore=no_such_name", "-divide_by=1000");
  expect(found["filters"]).toEqual(["focus=newSession", "ignore=no_such_name"]);
  expect(found["notes"]).toEqual(["Ignore expression matched no samples"]);
  expect(found["total"]).toBe(385_843);
});

test("edges and callers add up to what nodes say", async () => {
  const { nodes, edges } = (await document(
    "-dot",
    "-nodefraction=0",
    "-edgefraction=0",
    "-nodecount=0",
  )) as unknown as {
    nodes: { name: string; flat: number; cum: number }[];
    edges: { from: number; to: number; value: number }[];
  };
  expect(nodes.length).toBeGreaterThan(10);
  for (const [i, { flat, cum }] of nodes.entries()) {
    const out = edges.filter(({ from }) => from === i).reduce((sum, { value }) => sum + value, 0);
    expect(flat + out).toBe(cum);
  }
});

test("raw holds the profile", async () => {
  const found = (await document("-raw")) as unknown as {
    samples: { values: number[] }[];
    functions: { name: string }[];
  };
  const profile = decodeProfile(gunzipSync(readFileSync(join(fixtures, "heap.1.pb.gz"))));
  expect(found.samples).toHaveLength(profile.samples.count);
  expect(found.samples.map(({ values }) => values[3])).toEqual(
    Array.from({ length: profile.samples.count }, (_, row) => profile.samples.values.number(row * 4 + 3)),
  );
});

test.each([
  [["-top", "-json", "-sample_index=bogus", "heap.1.pb.gz"], "top", "report"],
  [["-peek=no_such_name", "-json", "heap.1.pb.gz"], "peek", "report"],
  [["-top", "-json", "-focus=(", "heap.1.pb.gz"], "top", "filter"],
  [["-top", "--json", "no-such-file"], "top", "source"],
  [["-top", "-tree", "-json", "heap.1.pb.gz"], null, "usage"],
  [["-json"], null, "usage"],
])("%j is refused in JSON and in one line", async (args, report, code) => {
  const run = await runReport(args, fixtures);
  expect(run.exitCode).toBe(2);
  const { version, error, ...rest } = JSON.parse(run.stdout) as {
    version: number;
    report: string | null;
    error: { code: string; message: string };
  };
  expect({ version, code: error.code, ...rest }).toEqual({ version: 1, code, report });
  expect(run.stderr.split("\n")).toContain(error.message);
});
