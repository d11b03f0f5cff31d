import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { root } from "../../test/e2e/nodes.ts";
import { freePort } from "../../test/target/free-port.ts";
import { ask, CONNECTIONS, load } from "./client.ts";

const STEPS = 20;
const MIB = 2 ** 20;

/** Memory of a service with the agent while it answers `requests` and is scraped `scrapes` times: a row for each twentieth. */
export async function memoryOverTime(node: string, requests: number, scrapes: number): Promise<string[]> {
  const port = await freePort();
  const preload = ["--import", join(root, "dist/agent/register.js")];
  const child = spawn(node, [...preload, join(root, "bench/agent/server.mjs"), "sawtooth", root, ""], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SAWTOOTH_PORT: String(port), SAWTOOTH_RECORDER: "off" },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    child.stdout.resume();
    const url = `http://127.0.0.1:${/port (\d+)/.exec(String(text))?.[1]}`;
    const rows: string[] = [];
    for (let step = 1; step <= STEPS; step++) {
      await load({ url, agent }, requests / STEPS);
      for (let scrape = 0; scrape < scrapes / STEPS; scrape++) {
        // As a scraper does: one after the other. A reading is shared for a moment, so some are answered from the last.
        await ask(`http://127.0.0.1:${port}/debug/pprof/heap`, agent);
      }
      const { memory, served } = JSON.parse(await ask(`${url}/stat`, agent)) as {
        memory: NodeJS.MemoryUsage;
        served: number;
      };
      const mib = (bytes: number): string => (bytes / MIB).toFixed(0);
      rows.push(
        [served, step * (scrapes / STEPS), mib(memory.rss), mib(memory.heapUsed), mib(memory.external)].join(
          " | ",
        ),
      );
    }
    return rows;
  } finally {
    agent.destroy();
    child.kill();
  }
}
