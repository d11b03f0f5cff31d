import { expect, test } from "vitest";
import { ProfileBuilder, readProfile } from "#profile";
import { Addresses } from "./addresses.ts";
import { heapText } from "./heap-text.ts";

const memory = {
  atMs: 0,
  heapUsed: 5_000_000,
  heapTotal: 6_000_000,
  external: 0,
  arrayBuffers: 0,
  heapAfterGc: null,
  fullCollections: 1,
};

test("readers of Go's text have the numbers of the profile, and what was freed unseen", async () => {
  const builder = new ProfileBuilder({
    sampleTypes: ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"].map((type) => ({
      type,
      unit: type.endsWith("space") ? "bytes" : "count",
    })),
    period: 524_288n,
  });
  const at = (name: string) =>
    builder.addLocation({ address: 1, lines: [{ function: builder.addFunction({ name }), line: 1 }] });
  builder.addSample([at("open")], [12_760, 2_146_488, 12_700, 2_140_000], []);
  builder.addSample([at("(freed before it was read)")], [0, 1_572_480, 0, 0], []);
  const text = heapText(builder.build(), memory, new Addresses());
  expect(text.split("\n")[0]).toBe("heap profile: 12700: 2140000 [12760: 3718968] @ heap/2");
  const { samples, functions, strings } = await readProfile(new Uint8Array(Buffer.from(text)), 1 << 20);
  const values = Array.from({ length: samples.count * 4 }, (_, i) => samples.values.number(i));
  const names = Array.from({ length: functions.count }, (_, i) => strings.at(functions.names[i]!));
  expect(names).toEqual(["open", "(freed before it was read)"]);
  expect(values).toEqual([12_760, 2_146_488, 12_700, 2_140_000, 1, 1_572_480, 0, 0]);
});
