import { holderKind } from "./wording.ts";
import { expect, test } from "vitest";
import type { Holder } from "#verdict";

const holder: Holder = {
  name: "sessions",
  path: "sessions",
  kind: "Map",
  scope: "module scope",
  className: null,
  file: null,
  line: null,
  excerpt: null,
};

test("a holder is told with its kind, its scope and the class it is on", () => {
  expect(holderKind(holder)).toBe("Map in module scope");
  expect(holderKind({ ...holder, className: "Agent" })).toBe("Map in module scope, on an Agent");
  expect(holderKind({ ...holder, scope: "class Pool", className: "Pool" })).toBe("Map, class Pool");
  expect(holderKind({ ...holder, className: "ScopedMap" })).toBe("ScopedMap in module scope");
  expect(holderKind({ ...holder, path: "rooms[…]", kind: "Set" })).toBe("Set in each entry, module scope");
});
