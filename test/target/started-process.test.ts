import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { attachToPid, startProcess } from "#target";
import { isAlive, listPids, readProcessFacts } from "../../src/target/process-facts.ts";
import { nodes } from "./running-node.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "started-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const STAY = "setInterval(() => {}, 1000);";
const PORT = { NODE_OPTIONS: "--inspect-port=0" };

describe.each(nodes)("Node $major", ({ file }) => {
  test("a program is started, looked at, and ended", async () => {
    const started = await startProcess(file, ["--inspect-port=0", "-e", STAY]);
    expect(started.target.description.pid).toBe(started.pid);
    expect(await started.target.evaluate("process.pid")).toBe(started.pid);
    await started.close();
    expect(await started.ended).toEqual({ code: null, signal: "SIGTERM" });
  });

  test("the program behind a shell is found", async () => {
    const started = await startProcess("sh", ["-c", `"${file}" --inspect-port=0 -e '${STAY}'; true`]);
    const { pid } = started.target.description;
    expect(pid).not.toBe(started.pid);
    expect(await started.target.evaluate("process.pid")).toBe(pid);
    await started.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("the program that node --watch restarts is found", async () => {
    const folder = project({ "server.js": STAY });
    const started = await startProcess(file, ["--watch", "--inspect-port=0", join(folder, "server.js")]);
    expect(started.target.description.pid).not.toBe(started.pid);
    expect(await started.target.evaluate("process.argv[1]")).toBe(join(folder, "server.js"));
    await expect(attachToPid(started.pid)).rejects.toMatchObject({ code: "only-starts" });
    await started.close();
  });

  test("a program that does not go on SIGTERM is killed", async () => {
    const program = `process.on("SIGTERM", () => {}); ${STAY}`;
    const started = await startProcess(file, ["--inspect-port=0", "-e", program], { graceMs: 200 });
    await started.close();
    expect(await started.ended).toEqual({ code: null, signal: "SIGKILL" });
  });

  test("the end of the program during the look is an ordinary end", async () => {
    const started = await startProcess(file, [
      "--inspect-port=0",
      "-e",
      `process.on("SIGUSR2", () => process.exit(3)); ${STAY}`,
    ]);
    process.kill(started.pid, "SIGUSR2");
    await started.target.exited;
    expect(await started.ended).toEqual({ code: 3, signal: null });
    await started.close();
  });
});

test("npm start is seen through to the program", async () => {
  const folder = project({
    "package.json": JSON.stringify({ scripts: { start: "node server.js" } }),
    "server.js": STAY,
  });
  const before = process.env["NODE_OPTIONS"];
  process.env["NODE_OPTIONS"] = PORT.NODE_OPTIONS;
  try {
    const started = await startProcess("npm", ["--prefix", folder, "start"]);
    expect(await started.target.evaluate("process.argv[1]")).toMatch(/server\.js$/);
    expect(readProcessFacts(started.pid).command.join(" ")).toContain("npm");
    await started.close();
    expect(listPids().filter((pid) => commandOf(pid).includes(folder))).toEqual([]);
  } finally {
    if (before === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = before;
  }
});

test("a package manager that has written its name over its command line is still none", async () => {
  // As npm does while it starts, which takes long on a busy machine.
  const folder = project({
    "npm-cli.js": `process.title = "npm";
      setTimeout(() => require("node:child_process").spawn("${process.execPath}", ["--inspect-port=0", "server.js"],
        { cwd: __dirname }), 1500);`,
    "server.js": STAY,
  });
  const started = await startProcess(process.execPath, [join(folder, "npm-cli.js"), "--inspect-port=0"]);
  expect(await started.target.evaluate("process.argv[1]")).toMatch(/server\.js$/);
  await started.close();
});

test("a command that does not exist, and one that ends at once, are told apart", async () => {
  await expect(startProcess("/no/such/program", [])).rejects.toMatchObject({
    code: "start-failed",
    message: expect.stringContaining("could not be started") as string,
  });
  await expect(startProcess(process.execPath, ["-e", "process.exit(4)"])).rejects.toMatchObject({
    code: "start-failed",
    message: expect.stringContaining("ended with exit code 4") as string,
  });
});

test("a command that starts no Node is told as such, and ended", async () => {
  await expect(startProcess("sleep", ["30"], { startTimeoutMs: 300 })).rejects.toMatchObject({
    code: "start-failed",
    message: expect.stringContaining("started no Node.js process") as string,
  });
});

function commandOf(pid: number): string {
  try {
    return readProcessFacts(pid).command.join(" ");
  } catch {
    return "";
  }
}
