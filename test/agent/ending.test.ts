import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { ended, nodes } from "../target/running-node.ts";
import { runShort } from "./run-short.ts";
import { register, startWithAgent } from "./running-agent.ts";

describe.each(nodes)("on Node $major", ({ file, major }) => {
  test("a program ends as it would without the agent, and nothing is printed", async () => {
    const quiet = { stdout: "", stderr: "" };
    expect(await runShort(file, "")).toEqual({ ...quiet, code: 0, signal: null });
    expect(await runShort(file, "setTimeout(() => {}, 200)")).toEqual({ ...quiet, code: 0, signal: null });
    expect(await runShort(file, "setTimeout(() => process.exit(3), 150)")).toEqual({
      ...quiet,
      code: 3,
      signal: null,
    });
    const stays = 'setInterval(() => {}, 1000); console.log("up");';
    const waiting = await runShort(file, stays, {}, { killWhenUp: true });
    expect(waiting).toEqual({ ...quiet, stdout: "up\n", code: null, signal: "SIGTERM" });
    const handled = `process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); ${stays}`;
    expect(await runShort(file, handled, {}, { killWhenUp: true })).toEqual({
      stdout: "up\nbye\n",
      stderr: "",
      code: 0,
      signal: null,
    });
    const thrown = await runShort(file, 'setTimeout(() => { throw new Error("boom"); }, 150)');
    expect([thrown.code, thrown.stdout]).toEqual([1, ""]);
    expect(thrown.stderr).toMatch(/boom/);
    expect(thrown.stderr).not.toMatch(/debugger|sawtooth/i);
  });

  test("a program that exits in the middle of a scrape says nothing of a debugger", async () => {
    const { child, url, port, output } = await startWithAgent(file);
    onTestFinished(() => ended(child));
    const scrape = fetch(`${url}/debug/pprof/profile?seconds=30`).catch(() => "cut off");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const exit = once(child, "exit");
    await fetch(`http://127.0.0.1:${port}/exit/7`).catch(() => {});
    expect((await exit)[0]).toBe(7);
    expect(await scrape).toBe("cut off");
    expect(output()).toMatch(/^port \d+\nup\n$/);
  });

  test("a port that is taken costs one line on stderr, and the program lives", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await runShort(file, 'setTimeout(() => console.log("served"), 1500)', {
      SAWTOOTH_PORT: String(port),
    });
    expect([code, stdout]).toEqual([0, "served\n"]);
    expect(stderr).toBe(
      `sawtooth: 127.0.0.1:${port} is taken, so profiles are not served: set SAWTOOTH_PORT to a free port, 0 for any or off\n`,
    );
  });

  test("of a cluster each process has a port of its own; a worker thread has none", async () => {
    const { child, url } = await startWithAgent(file, "cluster.mjs");
    onTestFinished(() => ended(child));
    const ask = async (n: number): Promise<{ pid: number }> => {
      const at = new URL(url);
      at.port = String(Number(at.port) + n);
      return (await (await fetch(`${at.origin}/debug/sawtooth/`)).json()) as { pid: number };
    };
    const pids = [await ask(0), await ask(1), await ask(2)].map(({ pid }) => pid);
    expect(new Set(pids).size).toBe(3);
    expect(pids[0]).toBe(child.pid);
    const threads = await (await fetch(`${url}/debug/pprof/threadcreate?debug=1`)).text();
    expect(threads).toMatch(/^threadcreate profile: total 3\n/);
  });

  test.runIf(major >= 24)(
    "under --permission it says what it may not do, and the program lives",
    async () => {
      const options = ["--permission", "--allow-fs-read=*", "--no-warnings"];
      const program = 'setTimeout(() => console.log("served"), 800)';
      for (const more of [[], ["--allow-worker"]]) {
        const run = await runShort(file, program, {}, { options: [...options, ...more] });
        expect([run.code, run.stdout], run.stderr).toEqual([0, "served\n"]);
        expect(run.stderr).toMatch(/^(?:sawtooth: [^\n]+\n)*$/);
      }
    },
  );

  test("a worker that cannot be started is done without: the main thread serves", async () => {
    const program = `import { start } from ${JSON.stringify(register.replace("register", "index"))};
      const agent = start({ port: 0, worker: false });
      const url = await agent.ready;
      const status = async (path) => (await fetch(url + path)).status;
      console.log(await status("/debug/pprof/heap?gc=1"), await status("/debug/pprof/goroutine?debug=2"),
        await status("/debug/pprof/profile?seconds=1"), await status("/debug/sawtooth/collections"));
      await agent.stop();`;
    const child = spawn(file, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect([code, output]).toEqual([0, "200 200 200 200\n"]);
  });
});

test("what an orderly end was is in the flight recorder", async () => {
  const cwd = temporaryFolder();
  const env = { SAWTOOTH_RECORDER: join(cwd, "flights") };
  const program = 'setTimeout(() => { throw new Error("boom"); }, 800)';
  expect((await runShort(nodes[0]!.file, program, env, { cwd })).code).toBe(1);
  const life = readdirSync(env.SAWTOOTH_RECORDER).find((name) => !name.startsWith("."));
  const end = readFileSync(join(env.SAWTOOTH_RECORDER, life!, "end.json"), "utf8");
  expect(end).toMatch(/"exitCode":1,"uncaught":"Error: boom"/);
});
