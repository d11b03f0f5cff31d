import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attachToInspector, attachToPid } from "#target";
import { listeningSockets } from "../../src/target/listening-sockets.ts";
import { freePort } from "./free-port.ts";
import { ended, nodes, runningNode, SERVER, serves, until } from "./running-node.ts";

const STAY = "setInterval(() => {}, 1000);";

describe.each(nodes)("Node $major", ({ major, file }) => {
  test("a process is attached to by its pid, looked into, and left as it was", async () => {
    const target = await runningNode(file, SERVER);
    expect(await serves(target)).toBe(true);
    const sockets = listeningSockets(target.pid);
    const attached = await attachToPid(target.pid);
    expect(attached.openedByUs).toBe(true);
    expect(attached.description).toMatchObject({
      kind: "node",
      pid: target.pid,
      cwd: process.cwd(),
      remote: false,
    });
    expect(attached.description.node).toMatch(new RegExp(`^v${major}\\.`));
    expect(await attached.evaluate("[process.pid, 'x'.repeat(3)]")).toEqual([target.pid, "xxx"]);
    expect(await attached.evaluate("Promise.resolve(7)", { awaitPromise: true })).toBe(7);
    const handle = await attached.evaluateHandle("({ size: 3 })");
    expect(await attached.call(handle, "function (by) { return this.size * by; }", [4])).toBe(12);
    expect(await attached.close()).toEqual({ inspectorClosed: true, note: null });
    expect(listeningSockets(target.pid)).toEqual(sockets);
    expect(await serves(target)).toBe(true);
  });

  test("it can be attached to again, and again", async () => {
    const target = await runningNode(file, SERVER);
    for (let round = 0; round < 3; round++) {
      const attached = await attachToPid(target.pid);
      expect(await attached.evaluate("1 + 1")).toBe(2);
      expect((await attached.close()).inspectorClosed).toBe(true);
    }
    expect(await serves(target)).toBe(true);
  });

  test("the limits are those of its heap and of the machine", async () => {
    const target = await runningNode(file, STAY, ["--inspect-port=0", "--max-old-space-size=300"]);
    const attached = await attachToPid(target.pid);
    const limits = await attached.limits();
    expect(limits[0]?.kind).toBe("heap limit");
    expect(limits[0]?.bytes).toBeGreaterThanOrEqual(300 * 2 ** 20);
    expect(limits[0]?.bytes).toBeLessThan(600 * 2 ** 20);
    expect(limits.at(-1)?.kind).toBe("machine memory");
    for (const limit of limits) expect(limit.usedBytes).toBeLessThan(limit.bytes);
    await attached.close();
  });

  test("what throws in the target is told with its message", async () => {
    const target = await runningNode(file, STAY);
    const attached = await attachToPid(target.pid);
    await expect(attached.evaluate("(() => { throw new TypeError('no map') })()")).rejects.toMatchObject({
      code: "evaluation-threw",
      message: expect.stringContaining("TypeError: no map") as string,
    });
    await attached.close();
  });

  test("a process stuck in a loop is attached to, and its inspector closes when the loop ends", async () => {
    const target = await runningNode(
      file,
      `${SERVER} setTimeout(() => { globalThis.go = true; console.log("stuck"); while (globalThis.go); }, 100);`,
    );
    await until(() => target.output().includes("stuck"), target.output);
    const attached = await attachToPid(target.pid);
    expect(await attached.evaluate("process.pid")).toBe(target.pid);
    await attached.evaluate("setTimeout(() => {}, 0), void (globalThis.go = false)");
    expect(await attached.close()).toEqual({ inspectorClosed: true, note: null });
    expect(await serves(target)).toBe(true);
  });

  test("an inspector that the user opened stays open", async () => {
    const target = await runningNode(file, SERVER, ["--inspect=0"]);
    const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)/.exec(target.output())?.[1]);
    for (const address of [`127.0.0.1:${port}`, `ws://127.0.0.1:${port}`, String(port)]) {
      const attached = await attachToInspector(address);
      expect(attached.openedByUs).toBe(false);
      expect(attached.description).toMatchObject({
        pid: target.pid,
        url: `ws://127.0.0.1:${port}`,
        remote: false,
      });
      expect(await attached.close()).toEqual({ inspectorClosed: true, note: null });
    }
    const byPid = await attachToPid(target.pid);
    expect(byPid.openedByUs).toBe(false);
    await byPid.close();
    expect(listeningSockets(target.pid).map((socket) => socket.port)).toContain(port);
  });

  test("an open inspector on a port that its options name is used as it is", async () => {
    const port = await freePort();
    const target = await runningNode(file, SERVER, [`--inspect=127.0.0.1:${port}`]);
    const attached = await attachToPid(target.pid);
    expect(attached.openedByUs).toBe(false);
    await attached.close();
    expect(listeningSockets(target.pid).map((socket) => socket.port)).toContain(port);
  });

  test("a process with a SIGUSR1 handler of its own is refused and does not get the signal", async () => {
    const target = await runningNode(file, `process.on("SIGUSR1", () => console.log("got it")); ${STAY}`);
    await expect(attachToPid(target.pid, { allowSignal: true })).rejects.toMatchObject({
      code: "own-sigusr1-handler",
    });
    process.kill(target.pid, "SIGUSR1");
    await until(() => target.output().includes("got it"), target.output);
    expect(target.output().match(/got it/g)).toHaveLength(1);
  });

  test("handlers of other signals are no reason to refuse", async () => {
    const signals = '["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR2", "SIGWINCH"]';
    const target = await runningNode(file, `for (const s of ${signals}) process.on(s, () => {}); ${STAY}`);
    const attached = await attachToPid(target.pid);
    expect((await attached.close()).inspectorClosed).toBe(true);
  });

  test("a process that had a SIGUSR1 handler and removed it would be ended by the signal, so it is refused", async () => {
    const program = `const f = () => {}; process.on("SIGUSR1", f); process.off("SIGUSR1", f); ${STAY}`;
    const target = await runningNode(file, program);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({ code: "sigusr1-fatal" });
    expect(target.child.exitCode).toBeNull();
  });

  test.skipIf(major < 22)("--disable-sigusr1 is refused", async () => {
    const target = await runningNode(file, STAY, ["--disable-sigusr1"]);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({ code: "sigusr1-disabled" });
  });

  test("--permission is refused", async () => {
    const target = await runningNode(file, STAY, [major < 24 ? "--experimental-permission" : "--permission"]);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({ code: "permission-model" });
  });

  test("a port in other hands is told with who holds it", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as AddressInfo;
    const target = await runningNode(file, SERVER, [`--inspect-port=${port}`]);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({
      code: "port-busy",
      message: expect.stringContaining(`port ${port} is in use by process ${process.pid}`) as string,
    });
    expect(await serves(target)).toBe(true);
    blocker.close();
  });

  test("the end of the target ends what is outstanding and is told as such", async () => {
    const target = await runningNode(file, STAY);
    const attached = await attachToPid(target.pid);
    const outstanding = attached.evaluate("new Promise(() => {})", { awaitPromise: true });
    const rejected = expect(outstanding).rejects.toMatchObject({ code: "connection-lost" });
    await ended(target.child);
    await rejected;
    expect(await attached.exited).toBe(`process ${target.pid} ended`);
    expect((await attached.close()).note).toBeNull();
  });

  test("a target that ends by itself is not held up by us and keeps its exit code", async () => {
    const target = await runningNode(
      file,
      `${STAY} globalThis.leave = () => setTimeout(() => process.exit(7), 10);`,
    );
    const attached = await attachToPid(target.pid);
    await attached.evaluate("void leave()");
    await attached.exited;
    await until(
      () => target.child.exitCode !== null,
      () => "it did not end",
    );
    expect(target.child.exitCode).toBe(7);
  });

  test("a renamed Node is still Node", async () => {
    const folder = mkdtempSync(join(tmpdir(), "renamed-"));
    try {
      copyFileSync(file, join(folder, "myapp"));
      const target = await runningNode(join(folder, "myapp"), STAY);
      const attached = await attachToPid(target.pid);
      expect(attached.description.command).toBe("myapp -e");
      await attached.close();
      await ended(target.child);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
