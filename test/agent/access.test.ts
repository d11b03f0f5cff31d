import { request } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { ended, nodes } from "../target/running-node.ts";
import { runShort } from "./run-short.ts";
import { startWithAgent, type RunningAgent } from "./running-agent.ts";

const token = "a-token-of-some-length";

/** Status of a GET with headers that `fetch` would not send. */
function status(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

async function withAgent(env: NodeJS.ProcessEnv = {}): Promise<RunningAgent> {
  const agent = await startWithAgent(nodes[0]!.file, "leaky-server.mjs", env);
  onTestFinished(() => ended(agent.child));
  return agent;
}

describe("without a token", () => {
  test("a name that a page of the web gave this machine is refused, its own names are not", async () => {
    const { url } = await withAgent({ SAWTOOTH_HOSTS: "debug.internal" });
    const { port } = new URL(url);
    const index = `${url}/debug/pprof/`;
    const ok = ["localhost", `localhost:${port}`, "127.0.0.1", "[::1]:80", "10.0.0.7:6060", "debug.internal"];
    for (const host of ok) expect([host, await status(index, { host })]).toEqual([host, 200]);
    const evil = [
      "evil.example",
      `evil.example:${port}`,
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "a@localhost",
    ];
    for (const host of evil) expect([host, await status(index, { host })]).toEqual([host, 403]);
  });

  test("a request that another site's page makes is refused, a link that a person follows is not", async () => {
    const { url } = await withAgent();
    const fetched = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    expect(await status(`${url}/debug/pprof/heap`, fetched)).toBe(403);
    const followed = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect(await status(`${url}/debug/pprof/`, followed)).toBe(200);
  });

  test("an address that other machines can reach is refused, in one line, and the program lives", async () => {
    const { output, child } = await startFailing({ SAWTOOTH_HOST: "0.0.0.0" });
    expect(output).toMatch(
      /^sawtooth: host 0\.0\.0\.0 can be reached from other machines: set a token[^\n]*\n$/,
    );
    expect(child).toBe(0);
  });
});

test("with a token every way to give it is taken, and nothing else", async () => {
  const { url } = await withAgent({ SAWTOOTH_TOKEN: token, SAWTOOTH_HOST: "0.0.0.0" });
  const index = `${url}/debug/pprof/`;
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;
  expect(await status(index, { authorization: `Bearer ${token}` })).toBe(200);
  expect(await status(`${index}?token=${token}`, {})).toBe(200);
  expect(await status(index, { authorization: basic(`any:${token}`), host: "pod-7.cluster.local" })).toBe(
    200,
  );
  const wrong = [
    {},
    { authorization: `Bearer ${token}x` },
    { authorization: token },
    { authorization: basic(`${token}:`) },
  ];
  for (const headers of wrong) expect(await status(index, headers as Record<string, string>)).toBe(401);
  expect(await status(`${index}?token=`, {})).toBe(401);
});

describe("what is costly", () => {
  test("is done one at a time; who comes meanwhile is told when to come again", async () => {
    const { url } = await withAgent();
    const first = fetch(`${url}/debug/pprof/profile?seconds=2`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = await fetch(`${url}/debug/pprof/profile?seconds=2`);
    expect(second.status).toBe(429);
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await second.text()).toBe("Could not enable CPU profiling: cpu profiling already in use\n");
    const looks = await Promise.all([1, 2].map(() => fetch(`${url}/debug/sawtooth/leaks?seconds=4`)));
    expect(looks.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 429]);
    expect((await first).status).toBe(200);
  });

  test("ends when its client goes away", async () => {
    const { url } = await withAgent();
    const gone = new AbortController();
    const first = fetch(`${url}/debug/pprof/profile?seconds=60`, { signal: gone.signal });
    await new Promise((resolve) => setTimeout(resolve, 300));
    gone.abort();
    await expect(first).rejects.toThrow();
    const next = async (): Promise<number> => (await fetch(`${url}/debug/pprof/profile?seconds=1`)).status;
    await expect.poll(next, { timeout: 20_000 }).toBe(200);
  });

  test("is bounded: a window of a year is refused, and a snapshot is not taken unasked", async () => {
    const { url } = await withAgent();
    const text = async (path: string): Promise<string> => {
      const answer = await fetch(url + path);
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await text("/debug/pprof/profile?seconds=31536000")).toMatch(/^400 seconds=31536000 is too long/);
    expect(await text("/debug/pprof/heap?seconds=31536000")).toMatch(/^400 seconds=31536000 is too long/);
    expect(await text("/debug/sawtooth/leaks?seconds=1")).toMatch(/^400 invalid value for "seconds"/);
    expect(await text("/debug/sawtooth/snapshot")).toMatch(
      /^403 a snapshot would stop the program for .+ and take .+ more memory/,
    );
  });

  test("200 scrapes at the same time are all answered", async () => {
    const { url, child } = await withAgent();
    const scrapes = Array.from({ length: 200 }, async (_, n) => {
      const answer = await fetch(`${url}/debug/pprof/heap${n % 10 === 0 ? "?gc=1" : ""}`);
      return [answer.status, (await answer.arrayBuffer()).byteLength > 100] as const;
    });
    expect(new Set((await Promise.all(scrapes)).map(String))).toEqual(new Set(["200,true"]));
    expect(child.exitCode).toBeNull();
  });
});

/** What a short program prints, and how it ends. */
async function startFailing(env: NodeJS.ProcessEnv): Promise<{ output: string; child: number | null }> {
  const { stderr, code } = await runShort(nodes[0]!.file, "setTimeout(() => {}, 300)", env);
  return { output: stderr, child: code };
}
