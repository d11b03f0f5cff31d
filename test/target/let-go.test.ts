import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { attachToPid } from "#target";
import { listeningSockets } from "../../src/target/listening-sockets.ts";
import { freePort } from "./free-port.ts";
import { ended, nodes, runningNode, SERVER, serves, start, until, type Running } from "./running-node.ts";

const SILENCE_MS = 1200;

/** Another process that attaches to the target, does something there, and says `attached`. */
async function client(target: Running, then = ""): Promise<Running> {
  const program = `
    console.log("up");
    const { attachToPid } = await import(${JSON.stringify(import.meta.resolve("../../src/target/index.ts"))});
    const target = await attachToPid(${target.pid}, { silenceMs: ${SILENCE_MS} });
    ${then}
    console.log("attached");
    setInterval(() => {}, 1000);
  `;
  return await start(process.execPath, ["--import=tsx", "--input-type=module", "-e", program]);
}

const attached = (us: Running): Promise<void> => until(() => us.output().includes("attached"), us.output);

/** The sockets the target listens on beside its own server. */
const inspectors = (target: Running): number =>
  listeningSockets(target.pid).filter((socket) => !target.output().includes(`port ${socket.port}\n`)).length;

describe.each(nodes)("Node $major", ({ file }) => {
  test("a client that is killed leaves the target serving, its inspector closed, and what it did undone", async () => {
    const target = await runningNode(file, `${SERVER} globalThis.watched = true;`);
    const undo = "await target.whenAbandoned(await target.evaluateHandle('() => console.log(\"undone\")'));";
    const us = await client(target, undo);
    await attached(us);
    expect(inspectors(target)).toBe(1);
    await ended(us.child);
    await until(() => inspectors(target) === 0, target.output);
    await until(() => target.output().includes("undone"), target.output);
    expect(await serves(target)).toBe(true);
    const again = await attachToPid(target.pid);
    expect(again.openedByUs).toBe(true);
    expect((await again.close()).inspectorClosed).toBe(true);
  });

  test("a client that is stopped (Ctrl-Z) never makes the target hang; its inspector closes once the client is gone", async () => {
    const target = await runningNode(file, SERVER);
    const undo = "await target.whenAbandoned(await target.evaluateHandle('() => console.log(\"undone\")'));";
    const us = await client(target, undo);
    await attached(us);
    process.kill(us.pid, "SIGSTOP");
    await until(() => target.output().includes("undone"), target.output);
    await sleep(500);
    expect(await serves(target)).toBe(true);
    expect(inspectors(target)).toBe(1);
    await ended(us.child);
    await until(() => inspectors(target) === 0, target.output);
    expect(await serves(target)).toBe(true);
  });

  test("a client that goes on after a long stop is told that the target has let go", async () => {
    const target = await runningNode(file, SERVER);
    const us = await client(target, "void target.exited.then((why) => console.log('over: ' + why));");
    await attached(us);
    process.kill(us.pid, "SIGSTOP");
    await sleep(SILENCE_MS * 2);
    process.kill(us.pid, "SIGCONT");
    await until(() => us.output().includes("over: the target heard nothing from us"), us.output);
  });

  test("an attached target stays attached while nothing is asked of it", async () => {
    const target = await runningNode(file, SERVER);
    const us = await attachToPid(target.pid, { silenceMs: 300 });
    await sleep(1000);
    expect(await us.evaluate("1 + 1")).toBe(2);
    expect((await us.close()).inspectorClosed).toBe(true);
  });

  test("while another client is connected, closing waits for it instead of blocking the target", async () => {
    const target = await runningNode(file, SERVER, [`--inspect-port=${await freePort()}`]);
    const us = await attachToPid(target.pid);
    const other = await client(target);
    await attached(other);
    process.kill(other.pid, "SIGSTOP");
    const report = await us.close();
    expect(report.inspectorClosed).toBe(false);
    expect(report.note).toContain("it closes by itself as soon as");
    expect(await serves(target)).toBe(true);
    await ended(other.child);
    await until(() => inspectors(target) === 0, target.output);
    expect(await serves(target)).toBe(true);
  });
});

test("killed at any moment, even between the signal and the watchdog, a client leaves no inspector open", async () => {
  const file = nodes[0]?.file ?? process.execPath;
  for (const delayMs of [150, 300, 340, 380, 420, 460, 500, 560, 650]) {
    const target = await runningNode(file, SERVER);
    const us = await client(target);
    await sleep(delayMs);
    await ended(us.child);
    // The opener may be about to send the signal; what it opens it closes.
    await sleep(1500);
    await until(() => inspectors(target) === 0, target.output);
    expect(await serves(target)).toBe(true);
    await ended(target.child);
  }
});
