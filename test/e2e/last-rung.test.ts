import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { planted } from "../programs/planted.ts";
import { judge } from "./judgement.ts";
import { root, targetNodes } from "./nodes.ts";
import { findInProgram, type Asking, type ProgramRun } from "./program-run.ts";

const programs = join(root, "test", "programs");
const LIMIT_MS = 300_000;
const folder = temporaryFolder();

interface Rung extends ProgramRun {
  /** What was left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** Asks for snapshots, with a folder of its own for temporary files. */
async function climb(node: string, program: string, asking: Asking = {}): Promise<Rung> {
  const own = mkdtempSync(join(folder, "tmp-"));
  const run = await findInProgram(node, join(programs, program), [], {
    ...asking,
    options: ["--for", "4s", "--snapshot"],
    env: { TMPDIR: own },
  });
  return { ...run, left: readdirSync(own) };
}

const HIDDEN = "planted/suspended-local.mjs";
const truth = planted.find(({ program }) => HIDDEN.endsWith(program))!;
const atSnapshots = /two heap snapshots follow/u;

describe.each(targetNodes().flatMap(({ major, file }) => (file === null ? [] : [{ major, file }])))(
  "on Node $major",
  ({ file: node }) => {
    let named: Rung, healthy: Rung, interrupted: Rung, killed: Rung;
    let outside: ProgramRun, kept: ProgramRun;

    beforeAll(async () => {
      [named, healthy, interrupted, killed, outside, kept] = await Promise.all([
        climb(node, HIDDEN),
        climb(node, "healthy/bounded-filling.mjs"),
        climb(node, HIDDEN, {
          onStderr: once(atSnapshots, (find) => find.kill("SIGINT")),
        }),
        climb(node, HIDDEN, {
          onStderr: once(atSnapshots, (_find, program) => program.kill("SIGKILL")),
        }),
        findInProgram(node, join(programs, "native/environment.mjs"), [], { options: ["--for", "9s"] }),
        findInProgram(node, join(programs, "native/scattered.mjs"), ["--expose-gc"], {
          options: ["--for", "4s"],
        }),
      ]);
    }, LIMIT_MS);

    test("snapshots name the variable of a function that waits, and the line that adds to it", () => {
      const { finding, stderr, exitCode, left } = named;
      const { holder, site, said } = judge(finding, truth);
      expect({ holder, site }, `${said} ${stderr}`).toEqual({ holder: "right", site: "right" });
      expect(finding!.leaks).toHaveLength(1);
      const [leak] = finding!.leaks;
      expect(leak!.entries!.after).toBeGreaterThan(leak!.entries!.before);
      expect(leak!.evidence[0]).toBe("the balance of 2 snapshots, to the byte");
      expect(exitCode).toBe(1);
      expect(left).toEqual([]);
    });

    test("snapshots do not belie what was counted all through the window", () => {
      expect(healthy.finding?.leaks, healthy.stderr).toEqual([]);
      expect(healthy.exitCode).toBe(0);
      expect(healthy.left).toEqual([]);
    });

    test("Ctrl-C among the snapshots gives the answer so far, and leaves no file", () => {
      expect(interrupted.finding?.notes.at(-1), interrupted.stderr).toMatch(/^Interrupted before/u);
      expect(interrupted.left).toEqual([]);
    });

    test("a process that ends among the snapshots leaves the answer so far, and no file", () => {
      expect(killed.finding?.notes.at(-1), killed.stderr).toMatch(/ended/u);
      expect(killed.left).toEqual([]);
    });

    test("memory that JavaScript does not hold is told as such, with where it grew", () => {
      const { finding, stderr, exitCode } = outside;
      expect(finding?.leaks, stderr).toEqual([]);
      expect(finding!.unexplained).toMatchObject({ kind: "native" });
      const { parts, next } = finding!.unexplained!;
      expect(parts!.native).toBeGreaterThan(parts!.heap + parts!.buffers + parts!.external);
      expect(next.length).toBeGreaterThan(0);
      expect(exitCode).toBe(1);
    });

    test("memory that malloc keeps is no leak, and is told", () => {
      expect(kept.finding?.unexplained, kept.stderr).toBeNull();
      expect(kept.finding!.notes.join("\n")).toMatch(
        /^Of \d+ MiB resident memory, \d+ MiB are neither heap nor buffers/mu,
      );
      expect(kept.exitCode).toBe(0);
    });
  },
);

/** Calls `act` when something is first said. */
function once(
  pattern: RegExp,
  act: (...processes: readonly [find: Process, program: Process]) => void,
): NonNullable<Asking["onStderr"]> {
  let done = false;
  return (said, find, program) => {
    if (done || !pattern.test(said)) return;
    done = true;
    act(find, program);
  };
}

interface Process {
  kill(signal: NodeJS.Signals): boolean;
}
