import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Finding } from "#verdict";
import { root } from "../e2e/nodes.ts";
import { documentedFields, printedFields } from "./documented-json.ts";

const cli = join(root, "dist", "cli", "bin.js");
const schema = JSON.parse(readFileSync(join(root, "docs", "finding.schema.json"), "utf8")) as object;
let folder = "";
const file = (name: string): string => join(folder, `${name}.heapsnapshot`);

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function sawtooth(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80", NO_COLOR: "1" },
    cwd: folder,
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  if (!existsSync(cli)) throw new Error("dist/cli/bin.js is missing: run npm run build first");
  folder = mkdtempSync(join(tmpdir(), "sawtooth-snapshot-"));
  const program = join(root, "test", "programs", "heap", "take-snapshots.mjs");
  // The same leak twice, so that there are three snapshots of it.
  const args = ["--expose-gc", program, folder, "collections.cjs", "moduleMap", "twoIndexes", "moduleMap"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  expect(status).toBe(0);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("sawtooth snapshot take", () => {
  test("wants a file for each snapshot, or none", () => {
    const ran = sawtooth("snapshot", "take", "1", "--again", "5s", "-o", "a.heapsnapshot");
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toContain("give -o twice");
  });
});

describe("sawtooth snapshot diff", () => {
  test("names the holder, its line, its entries and the balance, within 80 columns", () => {
    const { status, stdout, stderr } = sawtooth("snapshot", "diff", file("start"), file("twoIndexes"));
    expect(stderr).toBe("");
    expect(status).toBe(1);
    expect(stdout).toContain("const byId = new Map();");
    expect(stdout).toMatch(/collections\.cjs:\d+\s+Map in module scope/u);
    expect(stdout).toContain("60 → 260 entries");
    expect(stdout).toMatch(/grows at +byId\.set\(value\.id, value\);\n.*collections\.cjs:82:3/u);
    expect(stdout).toContain("read from the source, not seen running");
    const wide = stdout.split("\n").filter((line) => line.length > 80 && !line.includes("npm:"));
    expect(wide).toEqual([]);
  });

  test("refuses snapshots of which a later one is the older", () => {
    const { status, stdout, stderr } = sawtooth("snapshot", "diff", file("twoIndexes"), file("start"));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "sawtooth: start.heapsnapshot is older than the one before it, by the numbers of its objects: give the oldest first\n",
    );
  });

  test("says that a snapshot was given twice", () => {
    const { status, stdout } = sawtooth("snapshot", "diff", file("start"), file("start"));
    expect(status).toBe(0);
    expect(stdout).toContain("it is the same snapshot twice");
  });

  test("prints the finding as JSON that the schema accepts", () => {
    const { stdout } = sawtooth(
      "snapshot",
      "diff",
      file("start"),
      file("twoIndexes"),
      "--seconds",
      "60",
      "--json",
    );
    const finding = JSON.parse(stdout) as Finding;
    const validate = new Ajv2020({ allowUnionTypes: true, strict: false }).compile(schema);
    expect(validate(finding), JSON.stringify(validate.errors)).toBe(true);
    expect(finding.target.kind).toBe("snapshots");
    expect(finding.leaks[0]?.holder).toMatchObject({ path: "sessions", kind: "Map", scope: "module scope" });
    expect(finding.leaks[0]?.entries).toMatchObject({ before: 120, after: 320, removed: 0 });
    const index = finding.leaks.find(({ holder }) => holder?.path === "byId");
    expect(index?.entries).toMatchObject({ before: 60, after: 260 });
    expect(index?.evidence.join()).toContain("held by byName too");
  });

  test("of three, tells only what grew in every step", () => {
    // moduleMap was written again at the end, so its file is the newest of the three.
    const all = [file("start"), file("twoIndexes"), file("moduleMap")];
    const { stdout } = sawtooth("snapshot", "diff", ...all, "--json");
    const { leaks, window } = JSON.parse(stdout) as Finding;
    expect(window.looks).toBe(3);
    expect(leaks.map(({ holder }) => holder?.path)).toEqual(["sessions"]);
  });

  test("of the same file twice, tells that nothing leaks", () => {
    const { status, stdout } = sawtooth("snapshot", "diff", file("start"), file("start"));
    expect(status).toBe(0);
    expect(stdout).toContain("nothing leaks, as far as 2 snapshots can tell");
  });

  test("answers in one line when a file is no snapshot, or is missing", () => {
    writeFileSync(file("empty"), "");
    for (const [name, words] of [
      ["empty", "empty"],
      ["none", "no such file"],
    ] as const) {
      const { status, stdout, stderr } = sawtooth("snapshot", "diff", file("start"), file(name));
      expect(status).toBe(2);
      expect(stdout).toBe("");
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toMatch(new RegExp(`^sawtooth: .*${words}`, "u"));
    }
  });
});

describe("one snapshot", () => {
  test("top books every byte once, to the variable it is reached through", () => {
    const { stdout } = sawtooth("snapshot", "top", file("twoIndexes"), "--count", "10000", "--json");
    const { total, rows } = JSON.parse(stdout) as { total: number; rows: { name: string; bytes: number }[] };
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
    expect(rows.some(({ name }) => name.startsWith("sessions  "))).toBe(true);
  });

  test.for(["class", "module", "package", "holder"])("top --by %s has rows, largest first", (by) => {
    const { stdout } = sawtooth("snapshot", "top", file("twoIndexes"), "--by", by, "--json");
    const { rows } = JSON.parse(stdout) as { rows: { bytes: number; retained: number }[] };
    const sizes = rows.map(({ bytes, retained }) => (by === "class" ? retained : bytes));
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  test("why tells the way to a variable, a class and an id", () => {
    const byName = JSON.parse(sawtooth("snapshot", "why", file("twoIndexes"), "byId", "--json").stdout) as {
      version: number;
      paths: { path: string; id: number }[];
    };
    expect(byName).toMatchObject({ version: 1, ways: 1 });
    expect(byName.paths[0]?.path).toBe("byId");
    const byNumber = sawtooth("snapshot", "why", file("twoIndexes"), `@${byName.paths[0]?.id}`);
    expect(byNumber.stdout).toContain("module variable byId  Map of 260");
    expect(sawtooth("snapshot", "why", file("twoIndexes"), "Ring").stdout).toContain(
      "module variable recent",
    );
    const none = sawtooth("snapshot", "why", file("twoIndexes"), "Nothing");
    expect(none.status).toBe(2);
    expect(none.stderr).toContain("nothing is called 'Nothing'");
  });

  test("collections counts entries, room and waste", () => {
    const { stdout } = sawtooth("snapshot", "collections", file("twoIndexes"), "--count", "500", "--json");
    const { largest } = JSON.parse(stdout) as {
      largest: { name: string; entries: number; capacity: number }[];
    };
    const sessions = largest.find(({ name }) => name.startsWith("sessions  "));
    expect(sessions).toMatchObject({ entries: 320, capacity: 512 });
  });

  test.each([
    ["a path as other commands write it", "documents.#entries"],
    ["the same of plain objects", "state.index.byCustomer"],
  ])("why takes %s", (_what, path) => {
    const { stdout } = sawtooth("snapshot", "why", file("twoIndexes"), path);
    expect(stdout).toContain(` 1 object called ${path}, held in 1 way`);
  });

  test("strings are not shown unless asked for", () => {
    const quiet = sawtooth("snapshot", "strings", file("twoIndexes"), "--count", "2000");
    expect(quiet.status).toBe(0);
    expect(quiet.stdout).not.toContain("text 17");
    expect(
      sawtooth("snapshot", "strings", file("twoIndexes"), "--values", "--count", "5000").stdout,
    ).toContain("text 17");
  });

  test("a redacted index is read when it is named, and not in the place of its snapshot", () => {
    const index = `${file("twoIndexes")}.sawidx`;
    expect(sawtooth("snapshot", "index", file("twoIndexes"), "--redact", "-o", index).status).toBe(0);
    const texts = (of: string): string =>
      sawtooth("snapshot", "strings", of, "--values", "--count", "5000").stdout;
    expect(texts(index)).not.toContain("text 17");
    expect(texts(file("twoIndexes"))).toContain("text 17");
    rmSync(index);
  });

  test("what --json prints has the fields and types that the page lists, and no others", () => {
    const documented = documentedFields(readFileSync(join(root, "docs", "snapshot.md"), "utf8"));
    const asked: Readonly<Record<string, readonly string[]>> = {
      top: ["--by", "class"],
      why: ["Ring"],
      suspects: ["--share", "0.1"],
      collections: ["--count", "500"],
      strings: ["--values"],
    };
    expect([...documented.keys()].toSorted()).toEqual(Object.keys(asked).toSorted());
    for (const [command, options] of Object.entries(asked)) {
      const { stdout } = sawtooth("snapshot", command, file("twoIndexes"), ...options, "--json");
      const document = JSON.parse(stdout) as { version: number };
      expect(document.version).toBe(1);
      const printed = printedFields(document);
      const fields = documented.get(command)!;
      expect([...printed.keys()].toSorted(), command).toEqual([...fields.keys()].toSorted());
      // Whether one of this snapshot is null is no matter.
      for (const [field, types] of printed)
        for (const type of types.split(" or "))
          expect(fields.get(field)!.split(" or "), field).toContain(type);
    }
    expect(sawtooth("snapshot", "dominators", "--help").stdout).not.toContain("--json");
  });

  test("suspects and dominators read within 80 columns", () => {
    for (const command of [
      ["suspects", "--share", "0.5"],
      ["dominators"],
      ["collections"],
      ["top"],
      ["strings", "--values"],
    ]) {
      const [name = "", ...options] = command;
      const { status, stdout } = sawtooth("snapshot", name, file("twoIndexes"), ...options);
      expect(status).toBe(0);
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
    const { stdout } = sawtooth("snapshot", "suspects", file("twoIndexes"), "--share", "0.5");
    expect(stdout).toMatch(/sessions .*\n.*\n +declared at .*collections\.cjs:4\b.*\n +added to at /u);
  });
});

describe("a snapshot as a profile", () => {
  test("sawtooth pprof reads it, packed too, and every byte is in it", () => {
    const plain = sawtooth(
      "pprof",
      "-top",
      "-cum",
      "-nodefraction=0",
      "-edgefraction=0",
      "-unit=B",
      file("twoIndexes"),
    );
    expect(plain.status).toBe(0);
    expect(plain.stdout).toMatch(/B +[\d.]+% +sessions\n/u);
    const packed = join(folder, "packed.heapsnapshot.gz");
    writeFileSync(packed, gzipSync(readFileSync(file("twoIndexes"))));
    const head = (text: string): string => text.split("\n").slice(2, 3).join();
    expect(head(sawtooth("pprof", "-top", packed).stdout)).toBe(
      head(sawtooth("pprof", "-top", file("twoIndexes")).stdout),
    );
  });

  test("snapshot pprof writes the difference of two", () => {
    const output = join(folder, "grown.pb.gz");
    const { status } = sawtooth("snapshot", "pprof", file("twoIndexes"), file("start"), "-o", output);
    expect(status).toBe(0);
    const { stdout } = sawtooth("pprof", "-top", "-cum", output);
    expect(stdout).toMatch(/byId|byName/u);
  });
});
