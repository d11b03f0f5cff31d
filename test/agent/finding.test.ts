import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Finding } from "#verdict";
import { root } from "../e2e/nodes.ts";
import { ended, nodes } from "../target/running-node.ts";
import { startWithAgent } from "./running-agent.ts";

const bin = join(root, "dist/cli/bin.js");

async function find(target: string): Promise<Finding> {
  const child = spawn(process.execPath, [bin, "find", target, "--for", "4s", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  return JSON.parse(stdout) as Finding;
}

/** What does not depend on when it was looked. */
function essence({ target, leaks }: Finding): unknown {
  return {
    target: { kind: target.kind, name: target.name, pid: target.pid, node: target.node },
    leaks: leaks.map(({ holder, site, remedy }) => ({
      holder,
      site: { ...site, share: Math.round(site?.share ?? 0) },
      remedy,
    })),
  };
}

describe.each(nodes)("on Node $major", ({ file }) => {
  test("find by the agent's address says what find by the pid says, and nothing is signalled", async () => {
    const { child, pid, url, output } = await startWithAgent(file, "leaky-server.mjs", {}, [
      "--inspect-port=0",
    ]);
    onTestFinished(() => ended(child));
    const byAgent = await find(url);
    // The inspector would have said that it listens.
    expect(output()).toMatch(/^port \d+\nup\n$/);
    expect(byAgent.target.url).toBe(`${url}/debug/sawtooth/`);
    expect(byAgent.leaks.map(({ holder }) => holder?.path)).toEqual(["sessions"]);
    expect(byAgent.leaks[0]?.site).toMatchObject({ function: "openSession", line: 8 });
    const byPid = await find(String(pid));
    expect(essence(byAgent)).toEqual(essence(byPid));
    const live = (await (await fetch(`${url}/debug/sawtooth/leaks?seconds=4`)).json()) as Finding;
    expect(essence(live)).toEqual(essence(byAgent));
  });

  test("collections, memory and the leaks as text are told of a running program", async () => {
    const { child, url } = await startWithAgent(file, "leaky-server.mjs", {}, ["--inspect-port=0"]);
    onTestFinished(() => ended(child));
    const get = async (path: string): Promise<string> =>
      (await fetch(`${url}/debug/sawtooth/${path}`)).text();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const census = JSON.parse(await get("collections?top=3")) as {
      version: number;
      largest: { holder: { path: string; kind: string; line: number }; entries: number }[];
      runtimes: { holder: { path: string } }[];
    };
    expect(census.version).toBe(1);
    expect(census.largest).toHaveLength(3);
    const [sessions] = census.largest;
    expect(census.runtimes.map(({ holder }) => holder.path)).toContain("queue.tail.list");
    expect(sessions?.holder).toMatchObject({ path: "sessions", kind: "Map", line: 4 });
    expect(sessions?.entries).toBeGreaterThan(20);
    const text = await get("collections?format=text");
    expect(text).toMatch(/^\s*[\d.\s]+ [KM]iB\s+sessions\s+Map\s/m);
    expect(text).toMatch(/^Node's own and the agent's are not listed; the largest is \S+, \w+, [\d\s]+\.$/mu);
    const memory = JSON.parse(await get("memory")) as {
      now: Record<string, number>;
      points: unknown[];
      limits: { kind: string }[];
    };
    const { rss, heapUsed, heapTotal, arrayBuffers, wasmAndStrings, native } = memory.now;
    expect(heapTotal! + arrayBuffers! + wasmAndStrings! + native!).toBeCloseTo(rss!, -7);
    expect(heapUsed).toBeLessThan(heapTotal!);
    expect(memory.limits.map(({ kind }) => kind)).toContain("heap limit");
    expect(await get("memory?format=text")).toMatch(/resident .* everything the process has/);
  });

  test("bounded collections are told with how full they are", async () => {
    const { child, url } = await startWithAgent(file, "bounded-server.mjs");
    onTestFinished(() => ended(child));
    const { bounded } = (await (await fetch(`${url}/debug/sawtooth/collections`)).json()) as {
      bounded: { name: string; size: number; max: number | null; reason?: string }[];
    };
    expect(Object.fromEntries(bounded.map(({ name, max }) => [name, max]))).toEqual({
      pages: 100,
      plain: null,
      tenants: null,
    });
    const text = await (await fetch(`${url}/debug/sawtooth/collections?format=text`)).text();
    expect(text).toMatch(/^ {2}tenants {2}unbounded 1, unbounded: one per tenant of the licence/m);
    expect(text).toMatch(/^ {2}pages {2}BoundedMap \d+ of 100/m);
  });
});

test("sawtooth pprof reads the agent like any service", async () => {
  const { child, url } = await startWithAgent(nodes[0]!.file);
  onTestFinished(() => ended(child));
  const out = execFileSync(process.execPath, [bin, "pprof", "-top", `${url}/debug/pprof/heap`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(out).toContain("Type: inuse_space");
});
