import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sources } from "#source";
import type { Leak, Place, Site } from "#verdict";
import { mapLeak } from "../../test/build/findings.ts";
import { allocationOf } from "./same-work.ts";

const text = `const sessions = new Map();
function openSession(id) {
  sessions.set(id, new Session(id));
}
server.on("request", (request) => {
  openSession(request.id);
});
server.on("close", () => {
  report();
});
`;
let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "sawtooth-same-work-"));
  writeFileSync(join(cwd, "server.js"), text);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

type Spot = readonly [name: string | null, line: number, column: number, file?: string];

/** A leak whose line is the first, called from the others. */
function leakAt(...spots: Spot[]): Leak {
  const places = spots.map(([name, line, column, file = "server.js"]): Place => {
    return { function: name, file, line, column };
  });
  const site = { ...mapLeak.site!, ...places[0]!, callers: places.slice(1) } satisfies Site;
  return { ...mapLeak, site };
}

const insert = leakAt(["openSession", 3, 12], [null, 6, 3], [null, 40, 1, "other.js"]);

test.each<[string, Leak, boolean]>([
  ["by the name of the function", leakAt(["Session", 9, 1], ["openSession", 2, 21]), true],
  ["where it was inlined into the one that calls it", leakAt(["(anonymous)", 5, 22]), true],
  ["where only its line is known", leakAt(["(anonymous)", 5, 1]), true],
  ["not in another function without a name", leakAt(["(anonymous)", 8, 20]), false],
  ["not in one of the same name in another file", leakAt(["openSession", 2, 21, "other.js"]), false],
  ["not by a caller far up the stack", leakAt(["(anonymous)", 40, 1, "other.js"]), false],
  ["not in Node's own", leakAt(["(anonymous)", 5, 22, "node:events"]), false],
])("an insertion and an allocation are one piece of work %s", async (_, allocation, isSame) => {
  const program = { sources: new Sources({ cwd }), cwd };
  const found = await allocationOf(insert, [leakAt(["load", 1, 1]), allocation], program);
  expect(found).toBe(isSame ? allocation : undefined);
});
