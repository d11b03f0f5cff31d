import { Session } from "node:inspector/promises";
import { expect, test } from "vitest";
import { framesOfLocation } from "./frame.ts";
import { profileOfHeapProfile, type SamplingHeapProfileNode } from "./heap-profile.ts";
import type { Profile } from "./model.ts";
import { total } from "./sample-type.ts";

let nextId = 1;
function node(
  name: string,
  url: string,
  selfSize: number,
  children: SamplingHeapProfileNode[] = [],
): SamplingHeapProfileNode {
  const callFrame = { functionName: name, scriptId: "7", url, lineNumber: 9, columnNumber: 4 };
  return { callFrame, selfSize, id: nextId++, children };
}

function stacks(profile: Profile): string[] {
  const { samples } = profile;
  return Array.from({ length: samples.count }, (_, row) => {
    const locations = samples.locations.subarray(
      samples.locationStarts[row],
      samples.locationStarts[row + 1],
    );
    const names = Array.from(locations, (location) => framesOfLocation(profile, location)[0]!.function);
    return `${names.join(" < ")} ${samples.values.bigint(row * 2)} ${samples.values.bigint(row * 2 + 1)}`;
  }).toSorted();
}

test("builtins are folded into their caller and the engine's own entries stay", () => {
  const set = node("set", "", 2000);
  const open = node("open", "file:///srv/app.js", 500, [set]);
  const head = node("(root)", "", 0, [node("(V8 API)", "", 64), node("", "file:///srv/app.js", 0, [open])]);
  const samples = [open.id, set.id, set.id].map((nodeId) => ({ size: 1, nodeId: nodeId! }));
  const profile = profileOfHeapProfile({ head, samples }, { intervalBytes: 512 });
  expect(stacks(profile)).toEqual(["(V8 API) 0 64", "open < (anonymous) 3 2500"]);
  expect(framesOfLocation(profile, 1)[0]).toMatchObject({ line: 10, column: 5 });
});

test("a real heap profile keeps every byte and names the allocating function", async () => {
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.startSampling", { samplingInterval: 1024 });
  const kept = allocateForTheProfile();
  const { profile: heap } = await session.post("HeapProfiler.stopSampling");
  session.disconnect();
  expect(kept.length).toBe(20_000);
  const profile = profileOfHeapProfile(heap, { intervalBytes: 1024 });
  expect(Number(total(profile, 1))).toBe(bytes(heap.head) - heap.head.selfSize);
  expect(stacks(profile).join("\n")).toContain("allocateForTheProfile");
});

function allocateForTheProfile(): { n: number }[] {
  return Array.from({ length: 20_000 }, (_, n) => ({ n }));
}

function bytes(of: SamplingHeapProfileNode): number {
  return of.children.reduce((sum, child) => sum + bytes(child), of.selfSize);
}
