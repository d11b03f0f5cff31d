import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../test/e2e/nodes.ts";
import { ask, CONNECTIONS, load } from "./client.ts";
import { installPeers } from "./peers.ts";
import { median, quantile } from "./statistics.ts";

/** What is compared; the second `none` shows what a difference of nothing looks like, `recorder` is ours with the flight recorder. */
const MODES = ["none", "none again", "sawtooth", "recorder", "datadog", "pyroscope"] as const;
type Mode = (typeof MODES)[number];

interface Stat {
  readonly served: number;
  readonly cpu: NodeJS.CpuUsage;
  readonly memory: NodeJS.MemoryUsage;
  readonly sampler: number | null;
}

/** A service under load, and what a request of it cost in each round, CPU µs. */
interface Service {
  readonly mode: Mode;
  readonly child: ChildProcess;
  readonly url: string;
  readonly agent: Agent;
  readonly cost: number[];
}

export interface OverheadOptions {
  readonly rounds: number;
  readonly requests: number;
  readonly warmUp: number;
  readonly modes: readonly string[];
}

/** CPU time per request of one service for each profiler, in rounds that take turns; a table of their ratios to none. */
export async function overhead(node: string, options: OverheadOptions): Promise<string[]> {
  const sink = createServer((request, response) => void request.resume().on("end", () => response.end()));
  await once(sink.listen(0, "127.0.0.1"), "listening");
  const services: Service[] = [];
  const recordings = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
  try {
    for (const mode of MODES) {
      if (mode.startsWith("none") || options.modes.includes(mode))
        services.push(await start(node, mode, sink, recordings));
    }
    for (const service of services) await load(service, options.warmUp);
    for (let round = 0; round < options.rounds; round++) {
      for (const service of shuffled(services)) service.cost.push(await measure(service, options.requests));
    }
    return await Promise.all(services.map((service) => row(service, services[0]!)));
  } finally {
    for (const { child, agent } of services) {
      agent.destroy();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    rmSync(recordings, { recursive: true, force: true });
    sink.close();
    sink.closeAllConnections();
  }
}

async function start(node: string, mode: Mode, sink: Server, recordings: string): Promise<Service> {
  const isOurs = mode === "sawtooth" || mode === "recorder";
  const preload = isOurs ? ["--import", join(root, "dist/agent/register.js")] : [];
  const program = join(root, "bench/agent/server.mjs");
  const address = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  const child = spawn(node, [...preload, program, mode, installPeers(), address], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SAWTOOTH_PORT: "0", SAWTOOTH_RECORDER: mode === "recorder" ? recordings : "off" },
  });
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  child.stdout.resume();
  const port = /port (\d+)/.exec(String(text))?.[1];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return { mode, child, url: `http://127.0.0.1:${port}`, agent, cost: [] };
}

/** CPU µs per request. */
async function measure(service: Service, requests: number): Promise<number> {
  const before = await stat(service);
  await load(service, requests);
  const after = await stat(service);
  const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return spent / (after.served - before.served);
}

async function stat({ url, agent }: Service): Promise<Stat> {
  return JSON.parse(await ask(`${url}/stat`, agent)) as Stat;
}

async function row(service: Service, base: Service): Promise<string> {
  const ratios = service.cost.map((cost, round) => cost / base.cost[round]!);
  const { sampler, memory } = await stat(service);
  return [
    service.mode,
    `${median(service.cost).toFixed(1)} µs`,
    median(ratios).toFixed(3),
    `${quantile(ratios, 0.25).toFixed(3)} – ${quantile(ratios, 0.75).toFixed(3)}`,
    (quantile(service.cost, 0.1) / quantile(base.cost, 0.1)).toFixed(3),
    sampler === null ? "" : `${Math.round(sampler / 1024)} KiB`,
    `${Math.round(memory.rss / 1e6)} MB`,
  ].join(" | ");
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
