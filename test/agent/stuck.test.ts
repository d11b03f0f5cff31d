import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { decodeProfile, siteSeries } from "#profile";
import { ended, nodes } from "../target/running-node.ts";
import { startWithAgent } from "./running-agent.ts";

describe.each(nodes)("on Node $major", ({ file }) => {
  test("a program that is stuck in a loop for 5 s is answered for, and its loop is told", async () => {
    const { child, url, port } = await startWithAgent(file);
    onTestFinished(() => ended(child));
    const stuck = fetch(`http://127.0.0.1:${port}/spin/5000`).then(
      () => "came round",
      () => "broke off",
    );
    // V8 tells a function that it has inlined as its caller.
    const running =
      /^goroutine 1 \[running\]:\n(?:spin|handle)\(\.\.\.\)\n\t\/\S*leaky-server\.mjs:\d+ \+0x0$/m;
    const dump = async (): Promise<string> => (await fetch(`${url}/debug/pprof/goroutine?debug=2`)).text();
    // The request has to arrive first.
    await expect.poll(dump, { timeout: 5000 }).toMatch(running);
    const paths = ["heap?debug=1", "heap?gc=1", "goroutine?debug=2", "cmdline", "threadcreate?debug=1"];
    for (const path of paths) expect((await fetch(`${url}/debug/pprof/${path}`)).status, path).toBe(200);
    const cpu = await (await fetch(`${url}/debug/pprof/profile?seconds=1`)).arrayBuffer();
    // All of that while it was stuck.
    expect(await Promise.race([stuck, Promise.resolve("stuck")])).toBe("stuck");
    const [top] = siteSeries([decodeProfile(new Uint8Array(gunzipSync(cpu)))], ["cpu"]).toSorted(
      (a, b) => b.values[0]![0]! - a.values[0]![0]!,
    );
    expect(top!.frames.map((frame) => frame.function).join(" ")).toMatch(/\b(?:spin|handle)\b/);
    expect(await stuck).toBe("came round");
    const delay = async (): Promise<number> => {
      const stalls = await (await fetch(`${url}/debug/pprof/block?debug=1`)).text();
      const [, ns] = /^(\d{10}) \d+ @.*\n#\t0x[0-9a-f]+\t(?:spin|handle)\+0x0/m.exec(stalls) ?? [];
      return Number(ns) / 1e9;
    };
    await expect.poll(delay, { timeout: 5000 }).toBeGreaterThan(4);
  });
});
