import { describe, expect, test } from "vitest";
import { attachToPid } from "#target";
import { nodes, runningNode, until } from "./running-node.ts";

const TWO_WORKERS = `
  setInterval(() => {}, 1000);
  const { Worker } = require("node:worker_threads");
  for (const name of ["first", "second"]) {
    const source = "globalThis.kept = new Map([['" + name + "', 1]]); require('node:worker_threads').parentPort.on('message', (m) => { if (m === 'end') process.exit(); });";
    const worker = new Worker(source, { eval: true });
    worker.on("online", () => setTimeout(() => console.log("online"), 100));
    (globalThis.workers ??= []).push(worker);
  }
`;

describe.each(nodes)("Node $major", ({ file }) => {
  test("workers are counted and looked into, and nothing is left attached", async () => {
    const target = await runningNode(file, TWO_WORKERS);
    await until(() => target.output().split("online").length === 3, target.output);
    const attached = await attachToPid(target.pid);
    expect(await attached.workerCount()).toBe(2);
    const sessions = await attached.workerSessions();
    expect(
      await Promise.all(sessions.map((session) => session.evaluate<string>("[...kept.keys()].join()"))),
    ).toEqual(expect.arrayContaining(["first", "second"]));
    await expect(attached.workerSessions()).rejects.toThrow("detach them first");
    for (const session of sessions) await session.detach();
    expect(await attached.workerCount()).toBe(2);
    expect((await attached.close()).inspectorClosed).toBe(true);
  });

  test("a worker that ends rejects what was asked of it", async () => {
    const target = await runningNode(file, TWO_WORKERS);
    await until(() => target.output().split("online").length === 3, target.output);
    const attached = await attachToPid(target.pid);
    const [session, other] = await attached.workerSessions();
    const outstanding = session?.evaluate("new Promise(() => {})", { awaitPromise: true });
    const rejected = expect(outstanding).rejects.toThrow(/ended|closed|destroyed/);
    await attached.evaluate("for (const worker of workers) worker.postMessage('end')");
    await rejected;
    await session?.detach();
    await other?.detach();
    await attached.close();
  });

  test("a process without workers has none", async () => {
    const target = await runningNode(file, "setInterval(() => {}, 1000)");
    const attached = await attachToPid(target.pid);
    expect(await attached.workerCount()).toBe(0);
    expect(await attached.workerSessions()).toEqual([]);
    await attached.close();
  });
});
