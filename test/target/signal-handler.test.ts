import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { attachToPid } from "#target";
import { readProcessFacts } from "../../src/target/process-facts.ts";
import { ownSignalHandler } from "../../src/target/signal-handler.ts";
import { ended, nodes, runningNode, start } from "./running-node.ts";

const STAY = "setInterval(() => {}, 1000);";
const has = (tool: string): boolean => spawnSync(tool, ["--version"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15, SIGCONT: 18, SIGWINCH: 28 };

describe.each(nodes)("Node $major", ({ file }) => {
  test.each([
    ["none", []],
    ["SIGUSR1 alone", ["SIGUSR1"]],
    ["others", ["SIGTERM", "SIGHUP", "SIGUSR2"]],
    ["all", Object.keys(SIGNALS)],
  ])("handlers for %s are told from each other", async (_, handled) => {
    const program = `for (const s of ${JSON.stringify(handled)}) process.on(s, () => {}); ${STAY}`;
    const { pid } = await runningNode(file, program);
    const { executable } = readProcessFacts(pid);
    for (const [name, number] of Object.entries(SIGNALS)) {
      const expected = handled.includes(name) ? "yes" : "no";
      expect({ name, ...(await ownSignalHandler(pid, executable, number)) }).toEqual({
        name,
        kind: expected,
      });
    }
  });
});

test.skipIf(!has("strip"))(
  "of a stripped Node it is unknown, and the signal is sent only when it is allowed",
  async () => {
    const stripped = join(folder, "node");
    copyFileSync(nodes[0]?.file ?? process.execPath, stripped);
    execFileSync("strip", [stripped]);
    const target = await runningNode(stripped, STAY);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({
      code: "unknown-sigusr1-handler",
      message: expect.stringContaining("its Node binary carries no symbols") as string,
    });
    const attached = await attachToPid(target.pid, { allowSignal: true });
    expect((await attached.close()).inspectorClosed).toBe(true);
    await ended(target.child);
  },
);

/** A tree of three watchers laid out as libuv does, SIGINT at its root. */
const FAKE_TREE = `
  #include <stdio.h>
  #include <unistd.h>
  struct watcher { char handle[104]; int signum; int pad; struct watcher *left, *right; };
  static struct watcher usr2 = { .signum = 12 }, hup = { .signum = 1 };
  static struct watcher root = { .signum = 2, .left = &hup, .right = &usr2 };
  static struct watcher *volatile uv__signal_tree = &root;
  int main(void) { puts("up"); fflush(stdout); while (uv__signal_tree) sleep(1); }
`;

test.skipIf(!has("gcc")).each(["-no-pie", "-pie"])(
  "a program linked with %s is read at the right place",
  async (how) => {
    const source = join(folder, "tree.c");
    const program = join(folder, `tree${how}`);
    writeFileSync(source, FAKE_TREE);
    execFileSync("gcc", ["-O1", how, ...(how === "-pie" ? ["-fPIE"] : ["-fno-pie"]), "-o", program, source]);
    const { pid, child } = await start(program, []);
    const { executable } = readProcessFacts(pid);
    const answers = await Promise.all(
      [1, 2, 12, 10, 15].map((signal) => ownSignalHandler(pid, executable, signal)),
    );
    expect(answers.map((answer) => answer.kind)).toEqual(["yes", "yes", "yes", "no", "no"]);
    await ended(child);
  },
);
