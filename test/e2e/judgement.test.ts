import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding, Holder, Leak, Site } from "#verdict";
import { planted, type Planted } from "../programs/planted.ts";
import { judge } from "./judgement.ts";
import { root } from "./nodes.ts";

const program = "cjs-module-map.cjs";
const path = join(root, "test", "programs", "planted", program);
const truth = planted.find((one) => one.program === program)!;

function lineOf(text: string): number {
  return (
    1 +
    readFileSync(path, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text))
  );
}

const holder = {
  name: "sessions",
  path: "sessions",
  kind: "Map",
  scope: "module scope",
  file: path,
  line: lineOf("// HOLDER"),
} as Holder;
const site = { function: "openSession", file: path, line: lineOf("// INSERT"), application: null } as Site;

function finding(leak: { readonly holder: Holder | null; readonly site: Site | null } | null): Finding {
  return { leaks: leak === null ? [] : [{ ...leak, entries: null } as Leak] } as unknown as Finding;
}

describe("a finding is judged against the truth", () => {
  test("the right variable and the right line", () => {
    expect(judge(finding({ holder, site }), truth)).toMatchObject({ holder: "right", site: "right" });
  });

  test("a path relative to the repository is the same file", () => {
    const said = { ...holder, file: `test/programs/planted/${program}` };
    expect(judge(finding({ holder: said, site: null }), truth)).toMatchObject({
      holder: "right",
      site: "unknown",
    });
  });

  test.for<Partial<Holder>>([
    { name: "configuration" },
    { kind: "Set" },
    { file: "/elsewhere/sessions.js" },
    { line: holder.line! + 1 },
  ])("a holder with %o is wrong", (difference) => {
    expect(judge(finding({ holder: { ...holder, ...difference }, site }), truth).holder).toBe("wrong");
  });

  test("one wrong leak beside a right one is wrong", () => {
    const both = finding({ holder, site }).leaks.concat(
      finding({ holder: { ...holder, name: "visitors" }, site }).leaks,
    );
    expect(judge({ leaks: both } as unknown as Finding, truth).holder).toBe("wrong");
  });

  test("a neighbouring line is a wrong line", () => {
    expect(judge(finding({ holder, site: { ...site, line: site.line + 1 } }), truth).site).toBe("wrong");
  });

  test("no leak, or no holder, is missed", () => {
    expect(judge(finding(null), truth)).toMatchObject({ holder: "missed", site: "unknown" });
    expect(judge(finding({ holder: null, site }), truth)).toMatchObject({ holder: "missed", site: "right" });
    expect(judge(null, truth).holder).toBe("missed");
  });

  test("the line in a package also needs the application's line where one is given", () => {
    const inPackage = planted.find(({ callerFile }) => callerFile !== undefined) as Planted;
    const source = join(root, "test", "programs", "planted", inPackage.file!);
    const line =
      1 +
      readFileSync(source, "utf8")
        .split("\n")
        .findIndex((text) => text.includes("// INSERT"));
    const insert = { ...site, file: source, line };
    expect(judge(finding({ holder: null, site: insert }), inPackage).site).toBe("unknown");
    const application = { function: null, file: path, line: 1, column: null };
    expect(judge(finding({ holder: null, site: { ...insert, application } }), inPackage).site).toBe("wrong");
  });
});
