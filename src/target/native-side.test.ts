import { expect, test } from "vitest";
import { nativeSide, nativeSideIn } from "./native-side.ts";

const line = (path: string): string => `7f1c2a000000-7f1c2a021000 r-xp 00000000 08:01 131  ${path}`;

test.each([
  [["/usr/lib/x86_64-linux-gnu/libc.so.6"], "glibc"],
  [["/usr/lib/x86_64-linux-gnu/libc-2.31.so"], "glibc"],
  [["/lib/ld-musl-x86_64.so.1"], "musl"],
  [["/usr/lib/libjemalloc.so.2", "/usr/lib/x86_64-linux-gnu/libc.so.6"], "jemalloc"],
  [["/usr/lib/libtcmalloc_minimal.so.4", "/usr/lib/libc.so.6"], "tcmalloc"],
  [["/usr/bin/node"], null],
])("%j is the malloc of %s", (files, allocator) => {
  expect(nativeSideIn(files.map(line).join("\n")).allocator).toBe(allocator);
});

test("each addon is named once, without its folder", () => {
  const maps = [
    line("/app/node modules/sharp/build/sharp.node"),
    line("/app/node modules/sharp/build/sharp.node"),
    line("/app/x/better_sqlite3.node (deleted)"),
    "7ffd1000-7ffd2000 rw-p 00000000 00:00 0    [stack]",
    "7ffd1000-7ffd2000 rw-p 00000000 00:00 0 ",
  ].join("\n");
  expect(nativeSideIn(maps).addons).toEqual(["sharp.node", "better_sqlite3.node"]);
});

test("of a process that is not there nothing is known", () => {
  expect(nativeSide(0)).toEqual({ addons: [], allocator: null });
});
