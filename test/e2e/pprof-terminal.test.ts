import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cli = join(import.meta.dirname, "../../dist/cli/bin.js");
const fixtures = join(import.meta.dirname, "../fixtures/go");
/** util-linux' script gives a program a terminal of its own. */
const hasScript =
  spawnSync("script", ["--version"], { encoding: "utf8" }).output?.join().includes("util-linux") ?? false;
if (!hasScript) console.warn("SKIPPED: the shell in a terminal: script of util-linux is not installed");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-terminal-"));
});
afterAll(() => {
  if (existsSync(join(folder, "closed"))) chmodSync(join(folder, "closed"), 0o700);
  rmSync(folder, { recursive: true });
});

/** Types keys one after the other, each when what is waited for is on the screen; returns all that was on it. */
async function typed(state: string, keys: readonly (readonly [string, keys: string])[]): Promise<string> {
  const command = `'${process.execPath}' '${cli}' pprof heap.1.pb.gz`;
  const env = { ...process.env, TERM: "xterm", TZ: "UTC", NO_COLOR: "1", XDG_STATE_HOME: state };
  const terminal = spawn("script", ["-qefc", command, "/dev/null"], { cwd: fixtures, env });
  let screen = "";
  let seen = 0;
  const waiting = [...keys];
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const at = stripVTControlCharacters(screen).indexOf(next[0], seen);
      if (at < 0) return;
      seen = at + next[0].length;
      waiting.shift();
      terminal.stdin.write(next[1]);
    }
  });
  const giveUp = setTimeout(() => terminal.kill(), 30_000);
  const [code] = (await once(terminal, "close")) as [number];
  clearTimeout(giveUp);
  expect({ code, waiting }, screen).toEqual({ code: 0, waiting: [] });
  return stripVTControlCharacters(screen);
}

describe.skipIf(!hasScript)("in a terminal", () => {
  test("Tab completes, reports are printed, and what was typed is there the next time", async () => {
    const screen = await typed(folder, [
      ["(pprof) ", "pee"],
      ["pee", "\t"],
      ["k", " newSess"],
      [" newSess", "\t"],
      ["main.newSession", "\r"],
      ["calls% + context", ""],
      ["(pprof) ", "top2 -cum\r"],
      ["Showing top 2 nodes", ""],
      ["(pprof) ", "quit\r"],
    ]);
    expect(screen).toContain("File: leakserver");
    const kept = readFileSync(join(folder, "sawtooth/pprof-history"), "utf8");
    expect(kept).toBe("peek main.newSession\ntop2 -cum\nquit\n");
    await typed(folder, [
      ["(pprof) ", "\u001b[A\u001b[A"],
      ["top2 -cum", "\r"],
      ["Showing top 2 nodes", ""],
      ["(pprof) ", "\u0004"],
    ]);
  });

  test("Ctrl-C drops the line, and leaves when there is none; a home that is closed is no error", async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    // Root may write anywhere but below a file.
    writeFileSync(join(closed, "sawtooth"), "");
    chmodSync(closed, 0o500);
    const screen = await typed(closed, [
      ["(pprof) ", "nonsense"],
      ["nonsense", "\u0003"],
      ["(pprof) ", "comments\r"],
      ["(pprof) ", "\u0003"],
    ]);
    expect(screen).not.toContain("unrecognized command");
  });
});
