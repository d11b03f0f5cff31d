import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeProfile } from "./decode.ts";
import { growthBySite } from "./growth-by-site.ts";
import type { Profile } from "./model.ts";

const fixtures = join(import.meta.dirname, "..", "..", "test", "fixtures", "go");
const read = (name: string): Profile => decodeProfile(gunzipSync(readFileSync(join(fixtures, name))));

test("the leaking service's growth is ranked by site, named by the program's own frame", () => {
  const growth = growthBySite(read("heap.0.pb.gz"), read("heap.1.pb.gz"), "inuse_space");
  const [first] = growth.sites;
  expect(first?.frames.map((frame) => `${frame.function}:${frame.line}`)).toEqual([
    "main.newSession:41",
    "main.serveConn:56",
  ]);
  expect(first).toMatchObject({ named: 0, before: first!.after - first!.delta });
  expect(first!.share).toBeGreaterThan(0.8);
  const builder = growth.sites.find(({ frames }) => frames[0]?.function === "strings.(*Builder).grow");
  expect(builder?.frames[builder.named]?.function).toBe("main.newSession");
});

test("before, after and the deltas agree, and shares of what grew add up to one", () => {
  const growth = growthBySite(read("heap.0.pb.gz"), read("heap.1.pb.gz"), "inuse_space");
  const sum = (pick: (site: (typeof growth.sites)[number]) => number): number =>
    growth.sites.reduce((all, site) => all + pick(site), 0);
  expect(sum(({ delta }) => delta)).toBe(growth.after - growth.before);
  expect(sum(({ share }) => share)).toBeCloseTo(1, 10);
  expect(growth.sites.map(({ delta }) => delta)).toEqual(
    growth.sites.map(({ delta }) => delta).toSorted((a, b) => b - a),
  );
});

test("the other way round everything shrinks and nothing has a share", () => {
  const growth = growthBySite(read("heap.1.pb.gz"), read("heap.0.pb.gz"), "inuse_space");
  const last = growth.sites.at(-1)!;
  expect(last.frames[0]?.function).toBe("main.newSession");
  expect([Math.sign(last.delta), last.share]).toEqual([-1, 0]);
});

test("an unknown sample type is refused with the known ones", () => {
  const heap = read("heap.0.pb.gz");
  expect(() => growthBySite(heap, heap, "cpu")).toThrow(
    "no sample type cpu in the profile: it has alloc_objects, alloc_space, inuse_objects, inuse_space",
  );
});
