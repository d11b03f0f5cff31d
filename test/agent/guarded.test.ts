import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { decodeProfile } from "#profile";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { ended, nodes } from "../target/running-node.ts";
import { programs, startWithAgent } from "./running-agent.ts";

describe.each(nodes)("on Node $major", ({ file }) => {
  test("a snapshot that is asked for and has room is whole", async () => {
    const { child, url } = await startWithAgent(file);
    onTestFinished(() => ended(child));
    const answer = await fetch(`${url}/debug/sawtooth/snapshot?confirm=yes`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="\d+\.heapsnapshot"$/);
    const snapshot = (await answer.json()) as { snapshot: { node_count: number }; strings: string[] };
    expect(snapshot.snapshot.node_count).toBeGreaterThan(10_000);
    expect(snapshot.strings).toContain("sessions");
  });

  test("a precise window tells what was allocated in it, by the function that did", async () => {
    const { child, url } = await startWithAgent(file);
    onTestFinished(() => ended(child));
    const answer = await fetch(`${url}/debug/pprof/heap?precise=1&seconds=2`);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="heap-precise"');
    const profile = decodeProfile(new Uint8Array(gunzipSync(Buffer.from(await answer.arrayBuffer()))));
    expect(profile.comments.join("\n")).toMatch(/window: allocated in 2\.\d s with inlining off/);
    const names = Array.from(profile.functions.names, (name) => profile.strings.at(name));
    expect(names).toContain("openSession");
  });

  test("an agent that was stopped has gone, and can be started again", () => {
    const out = execFileSync(file, [join(programs, "again.mjs")], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const round = "true ECONNREFUSED 503\n";
    expect(out).toBe(
      `${round.repeat(3)}true port 1.5 is no port: give 0 to 65535, or null to serve by handlers only\n`,
    );
  });
});

test("a precise window is refused while code coverage is counted", async () => {
  const { child, url } = await startWithAgent(nodes[0]!.file, "leaky-server.mjs", {
    NODE_V8_COVERAGE: temporaryFolder(),
  });
  onTestFinished(() => ended(child));
  const answer = await fetch(`${url}/debug/pprof/heap?precise=1&seconds=1`);
  expect([answer.status, await answer.text()]).toEqual([
    409,
    expect.stringContaining("code coverage") as string,
  ]);
});
