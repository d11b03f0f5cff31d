import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { attachToInspector, attachToPid, programsUnder } from "#target";
import { freePort } from "./free-port.ts";
import { nodes, runningNode, start, until } from "./running-node.ts";
import { readProcessFacts } from "../../src/target/process-facts.ts";

const STAY = "setInterval(() => {}, 1000);";
const node = nodes[0]?.file ?? process.execPath;
const isRoot = process.geteuid?.() === 0;
const canUnshare = spawnSync("unshare", ["-n", "true"]).status === 0;

test("a pid that nobody has", async () => {
  await expect(attachToPid(2 ** 22 + 1)).rejects.toMatchObject({
    code: "no-such-process",
    message: "there is no process 4194305: check the pid (ps, pgrep -f node)",
  });
});

test("a shell, which the signal would end", async () => {
  const shell = await start("bash", ["-c", "echo up; sleep 30 & wait"]);
  await expect(attachToPid(shell.pid, { allowSignal: true })).rejects.toMatchObject({ code: "not-node" });
  expect(readProcessFacts(shell.pid).state).not.toBe("Z");
});

test("a launcher and its shell, with the pid of the program that they started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "refusals-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const launcher = join(folder, "nodemon.cjs");
  const program = `[process.execPath, ["-e", "console.log('pid', process.pid); console.log('up'); ${STAY}"]]`;
  writeFileSync(
    launcher,
    `require("node:child_process").spawn(...${program}, { stdio: "inherit" }); ${STAY}`,
  );
  const shell = await start("sh", ["-c", `"${node}" "${launcher}"; true`]);
  const pid = Number(/pid (\d+)/.exec(shell.output())?.[1]);
  const parent = readProcessFacts(pid).parent;
  onTestFinished(() => [parent, pid].forEach((each) => process.kill(each)));
  await expect(attachToPid(shell.pid)).rejects.toMatchObject({
    code: "not-node",
    message: expect.stringMatching(`give the pid of the node process itself, ${pid}$`) as string,
  });
  await expect(attachToPid(parent)).rejects.toMatchObject({
    code: "only-starts",
    message: expect.stringMatching(`\\(node nodemon.cjs\\): give the pid of the program, ${pid}$`) as string,
  });
});

test("the primary of a cluster whose workers would open their inspectors with it", async () => {
  const program = `
    const cluster = require("node:cluster");
    if (cluster.isPrimary) cluster.fork().on("online", () => console.log("up"));
    else ${STAY}
  `;
  const folder = mkdtempSync(join(tmpdir(), "refusals-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "service.cjs"), program);
  const primary = await start(node, [`--inspect-port=${await freePort()}`, join(folder, "service.cjs")]);
  const [worker] = await programsUnder(primary.pid);
  await expect(attachToPid(primary.pid)).rejects.toMatchObject({
    code: "cluster-primary",
    message: expect.stringContaining(`give the pid of a worker (${worker?.pid})`) as string,
  });
});

test("a stopped process", async () => {
  const target = await runningNode(node, STAY);
  process.kill(target.pid, "SIGSTOP");
  await until(
    () => readProcessFacts(target.pid).state === "T",
    () => "it did not stop",
  );
  await expect(attachToPid(target.pid)).rejects.toMatchObject({ code: "process-stopped" });
});

test("a process that has ended and was not waited for", async () => {
  const parent = await start("bash", ["-c", "sleep 0.3 & echo child $!; echo up; exec sleep 30"]);
  const zombie = Number(/child (\d+)/.exec(parent.output())?.[1]);
  await until(
    () => readProcessFacts(zombie).state === "Z",
    () => "it is no zombie",
  );
  await expect(attachToPid(zombie)).rejects.toMatchObject({ code: "target-exited" });
});

test.skipIf(!isRoot || !canUnshare)(
  "a process in another network namespace, with how to get there",
  async () => {
    const target = await start("unshare", ["-n", node, "-e", `${STAY} console.log("up")`]);
    await expect(attachToPid(target.pid)).rejects.toMatchObject({
      code: "other-namespace",
      message: expect.stringContaining(
        `nsenter -t ${target.pid} -n npx sawtooth find ${target.pid}`,
      ) as string,
    });
  },
);

test.skipIf(!isRoot)("another user's process, for one who is not root", async () => {
  const target = await runningNode(node, STAY);
  const check = `
    const { attachToPid } = await import(${JSON.stringify(import.meta.resolve("../../src/target/index.ts"))});
    process.setuid(65534);
    await attachToPid(${target.pid}).catch((error) => console.log("refused " + error.code));
    console.log("up");
  `;
  const other = await start(process.execPath, ["--import=tsx", "--input-type=module", "-e", check]);
  expect(other.output()).toContain("refused other-user");
});

test.each([["here"], ["127.0.0.1"], ["https://127.0.0.1:9229"], [""]])(
  "%j is no address",
  async (address) => {
    await expect(attachToInspector(address)).rejects.toMatchObject({ code: "bad-address" });
  },
);

test("an address where nothing listens", async () => {
  await expect(attachToInspector("127.0.0.1:1")).rejects.toMatchObject({ code: "inspector-not-answering" });
});

test("an address where something else answers", async () => {
  const server = createServer((_, response) => response.end("<html>")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await expect(attachToInspector(`127.0.0.1:${port}`)).rejects.toThrow("is no Node.js inspector");
  server.close();
});
