import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { decodeProfile, type Profile } from "#profile";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";
import { ended, nodes } from "../target/running-node.ts";
import { startWithAgent, type RunningAgent } from "./running-agent.ts";

const recorded = join(root, "test/fixtures/go/endpoints");
const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("SKIPPED: go tool pprof: Go is not installed (apt-get install golang-go)");

/** Headers as net/http/pprof sent them, but for those of the connection. */
function goHeaders(name: string): Record<string, string> {
  const lines = readFileSync(join(recorded, `${name}.headers`), "utf8")
    .split(/\r?\n/)
    .slice(1);
  const all = lines.flatMap((line) => {
    const at = line.indexOf(": ");
    return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 2)] as const];
  });
  return Object.fromEntries(all.filter(([key]) => /^(?:content-(?:type|disposition)|x-)/.test(key)));
}

async function get(url: string, path: string): Promise<{ response: Response; body: Buffer }> {
  const response = await fetch(url + path);
  return { response, body: Buffer.from(await response.arrayBuffer()) };
}

async function profile(url: string, path: string): Promise<Profile> {
  const { response, body } = await get(url, path);
  expect(response.status, body.toString("latin1").slice(0, 200)).toBe(200);
  return decodeProfile(new Uint8Array(gunzipSync(body)));
}

const typesOf = ({ sampleTypes }: Profile): string[] =>
  sampleTypes.map(({ type, unit }) => `${type}/${unit}`);
const heapTypes = ["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"];
const stallTypes = ["contentions/count", "delay/nanoseconds"];

describe.each(nodes)("on Node $major", ({ file }) => {
  let agent: RunningAgent;
  const started = async (): Promise<RunningAgent> => {
    agent = await startWithAgent(file);
    onTestFinished(() => ended(agent.child));
    return agent;
  };

  test("every profile has Go's headers, sample types and program", async () => {
    const { url } = await started();
    for (const [name, path, types] of [
      ["heap", "heap", heapTypes],
      ["allocs", "allocs", heapTypes],
      ["heap-delta", "heap?seconds=1&gc=1", heapTypes],
      ["goroutine", "goroutine", ["goroutine/count"]],
      ["threadcreate", "threadcreate", ["threadcreate/count"]],
      ["block", "block", stallTypes],
      ["mutex", "mutex", stallTypes],
    ] as const) {
      const { response } = await get(url, `/debug/pprof/${path}`);
      expect(Object.fromEntries(response.headers), path).toMatchObject(goHeaders(name));
      const decoded = await profile(url, `/debug/pprof/${path}`);
      expect(typesOf(decoded), path).toEqual(types);
      if (decoded.mappings.count > 0)
        expect(decoded.strings.at(decoded.mappings.files[0]!), path).toMatch(/leaky-server|node/);
      expect(decoded.timeNanos, path).toBeGreaterThan(1_700_000_000_000_000_000n);
    }
    const cpu = await profile(url, "/debug/pprof/profile?seconds=1");
    expect(typesOf(cpu)).toEqual(["samples/count", "cpu/nanoseconds"]);
    expect(cpu.period).toBe(10_000_000n);
    expect((await profile(url, "/debug/pprof/heap")).defaultSampleType).toBe("inuse_space");
    expect((await profile(url, "/debug/pprof/allocs")).defaultSampleType).toBe("alloc_space");
    expect((await profile(url, "/debug/pprof/heap")).comments.join("\n")).toContain(
      execFileSync(file, ["--version"], { encoding: "utf8" }).trim().slice(1),
    );
  });

  test("texts have Go's shape and names", async () => {
    const { url } = await started();
    const text = async (path: string): Promise<string> => {
      const { response, body } = await get(url, `/debug/pprof/${path}`);
      expect(response.headers.get("content-type"), path).toBe("text/plain; charset=utf-8");
      expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
      return body.toString();
    };
    const first = (fixture: string): RegExp => {
      const line = readFileSync(join(recorded, fixture), "utf8").split("\n")[0]!;
      return new RegExp(`^${line.replace(/[[\]]/g, "\\$&").replace(/\d+/g, "\\d+")}\\n`);
    };
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const heap = await text("heap?debug=1&gc=1");
    expect(heap).toMatch(first("heap.debug1.txt"));
    // V8 blames a hot function for what it has inlined.
    const line = /^#\t(0x[0-9a-f]+)\t(openSession|\(anonymous\))\+0x0\t+\/\S*leaky-server\.mjs:\d+$/m.exec(
      heap,
    );
    const [, address, name] = line ?? [];
    expect(name, heap).toBeDefined();
    expect(heap).toMatch(/^# HeapAlloc = \d+$/m);
    expect(await text("goroutine?debug=1")).toMatch(first("goroutine.debug1.txt"));
    expect(await text("threadcreate?debug=1")).toMatch(first("threadcreate.debug1.txt"));
    expect(await text("block?debug=1")).toMatch(first("block.debug1.txt"));
    expect(await text("mutex?debug=1")).toMatch(/^--- mutex:\ncycles\/second=\d+\nsampling period=0\n/);
    expect(await text("goroutine?debug=2")).toMatch(/^goroutine 1 \[(?:running|IO wait)\]:\n/);
    expect((await text("cmdline")).split("\0").at(-1)).toMatch(/leaky-server\.mjs$/);
    expect(await text(`symbol?${address}+0x1`)).toBe(`num_symbols: 1\n${address} ${name}\n`);
    const posted = await fetch(`${url}/debug/pprof/symbol`, { method: "POST", body: address! });
    expect(await posted.text()).toBe(`num_symbols: 1\n${address} ${name}\n`);
  });

  test("errors are Go's, in Go's words", async () => {
    const { url } = await started();
    for (const [path, status, words] of [
      ["nothing", 404, "Unknown profile"],
      ["heap?seconds=x", 400, 'invalid value for "seconds" - must be a positive integer'],
      ["heap?seconds=-1", 400, 'invalid value for "seconds" - must be a positive integer'],
      ["heap?seconds=1&debug=1", 400, "seconds and debug params are incompatible"],
      ["trace?seconds=1", 501, "trace: Node.js makes no Go execution trace"],
      ["constructor", 404, "Unknown profile"],
    ] as const) {
      const { response, body } = await get(url, `/debug/pprof/${path}`);
      expect([response.status, body.toString().startsWith(words)], path).toEqual([status, true]);
      expect(response.headers.get("x-go-pprof"), path).toBe("1");
      expect(response.headers.get("content-type"), path).toMatch(/^text\/plain/);
      expect(response.headers.get("content-disposition"), path).toBeNull();
    }
    const refused = await fetch(`${url}/debug/pprof/heap`, { method: "DELETE" });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await fetch(`${url}/debug/pprof/cmdline`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const bare = await fetch(`${url}/debug/pprof`, { redirect: "manual" });
    expect([bare.status, bare.headers.get("location")]).toEqual([301, "/debug/pprof/"]);
  });

  test("the index leads to every profile", async () => {
    const { url } = await started();
    const { response, body } = await get(url, "/debug/pprof/");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const links = [...body.toString().matchAll(/href="([^"]+)"/g)].map(([, to]) =>
      to!.replaceAll("&amp;", "&"),
    );
    expect(links.length).toBeGreaterThan(15);
    const quick = links.filter((to) => !/seconds=|gc=1/.test(to));
    for (const to of quick) {
      const answer = await fetch(new URL(to, `${url}/debug/pprof/`));
      expect([to, answer.status]).toEqual([to, to.endsWith("snapshot") ? 403 : 200]);
      await answer.arrayBuffer();
    }
  });

  test.runIf(hasGo)("go tool pprof and sawtooth pprof read every endpoint and agree", async () => {
    const { url } = await started();
    const folder = temporaryFolder();
    const go = (...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync("go", ["tool", "pprof", ...args], {
        encoding: "utf8",
        env: { ...process.env, PPROF_TMPDIR: folder, HOME: folder },
      });
      expect(status, `${args.join(" ")}: ${stderr}`).toBe(0);
      return stdout;
    };
    const ours = (...args: string[]): string =>
      execFileSync(process.execPath, [join(root, "dist/cli/bin.js"), "pprof", ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, PPROF_TMPDIR: folder, HOME: folder },
      });
    for (const name of ["heap", "allocs", "goroutine", "threadcreate", "block", "mutex"]) {
      const saved = join(folder, `${name}.pb.gz`);
      const { body } = await get(url, `/debug/pprof/${name}`);
      writeFileSync(saved, body);
      go("-top", `${url}/debug/pprof/${name}`);
      expect(rows(ours("-top", saved)), name).toEqual(rows(go("-top", saved)));
    }
    const base = join(folder, "heap.pb.gz");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(go("-top", "-base", base, `${url}/debug/pprof/heap?gc=1`)).toContain("flat%");
    expect(ours("-top", "-base", base, `${url}/debug/pprof/heap?gc=1`)).toContain("flat%");
    expect(go("-top", "-seconds=1", `${url}/debug/pprof/profile`)).toContain("Type: cpu");
    expect(go("-top", "-seconds=1", `${url}/debug/pprof/heap`)).toContain("Type: inuse_space");
  });
});

/** The rows of a report, without what may be written in two ways: the header of times. */
function rows(report: string): string[] {
  return report.split("\n").filter((line) => /^\s*-?[\d.]+\w*\s+[\d.]+%/.test(line));
}
