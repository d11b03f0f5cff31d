import { describe, expect, onTestFinished, test } from "vitest";
import { join } from "node:path";
import { ended, nodes, start } from "../target/running-node.ts";
import { programs } from "./running-agent.ts";

const token = "a-token-of-some-length";

describe.each(["node", "express", "fastify", "koa", "hono"])("mounted in %s", (framework) => {
  test("the agent answers its paths and leaves the others alone", async () => {
    const { child, output } = await start(nodes[0]!.file, [join(programs, "mounted.mjs"), framework]);
    onTestFinished(() => ended(child));
    const url = `http://127.0.0.1:${/port (\d+)/.exec(output())?.[1]}`;
    const get = async (path: string, init: RequestInit = {}): Promise<readonly [number, string]> => {
      const answer = await fetch(url + path, init);
      return [answer.status, await answer.text()];
    };
    expect(await get("/hello")).toEqual([200, "hello from the application"]);
    expect((await get("/debug/pprof/cmdline"))[0]).toBe(401);
    const bearer = { headers: { authorization: `Bearer ${token}` } };
    expect((await get("/debug/pprof/cmdline", bearer))[1]).toMatch(/mounted\.mjs\0\w+$/);
    expect((await get(`/debug/pprof/heap?debug=1&token=${token}`))[1]).toMatch(/^heap profile: \d+/);
    const heap = await fetch(`${url}/debug/pprof/heap`, bearer);
    expect(heap.headers.get("content-disposition")).toBe('attachment; filename="heap"');
    expect(new Uint8Array(await heap.arrayBuffer()).subarray(0, 2)).toEqual(new Uint8Array([0x1f, 0x8b]));
    expect((await get("/debug/pprof/nothing", bearer))[0]).toBe(404);
    const head = await fetch(`${url}/debug/pprof/cmdline`, { ...bearer, method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});
