import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { holder } from "../../test/build/findings.ts";
import type { GrowingHolder } from "#snapshot";
import { Sources } from "#source";
import { declaredHolder } from "./declared-holder.ts";
import { siteOfGrowth } from "./growth-site.ts";
import { RanScripts } from "./ran-scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "sawtooth-growth-site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const store = file("store.js", "const sessions = new Map();\nmodule.exports = { sessions };\n");
const other = file("other.js", 'require("./store");\nconst sessions = new Set();\nsessions.add(1);\n');
const login = file(
  "login.js",
  'const { sessions } = require("./store");\nexports.open = (id) => sessions.set(id, {});\n',
);

const held = { ...holder, file: store, line: null, excerpt: null };
const growing: GrowingHolder = {
  shape: "Map",
  steps: [],
  members: 1,
  before: 1,
  after: 9,
  net: 1,
  retained: 1,
  retainedBefore: 1,
  added: 1,
  removed: 0,
  isNew: false,
  kept: 1,
  coHolders: [],
  place: null,
  classes: [],
  callback: null,
  links: [],
  typeName: "Map",
  entryClass: "",
  node: 1,
  id: 1,
  local: null,
};

test("what one file exports and another adds to is found there, and no other variable of the name", async () => {
  const sources = new Sources({ cwd: folder });
  const named = await declaredHolder(held, [store], sources);
  expect(named.holder).toMatchObject({ file: "store.js", line: 1, excerpt: "const sessions = new Map();" });
  const importers = (): Promise<string[]> => Promise.resolve([other, login]);
  const located = await siteOfGrowth(growing, named, { scripts: [store], importers }, sources);
  expect(located?.site).toMatchObject({
    function: "open",
    file: "login.js",
    line: 2,
    column: 24,
    seenBy: "source text",
    share: null,
  });
  const none = { scripts: [store], importers: () => Promise.resolve([]) };
  expect(await siteOfGrowth(growing, named, none, sources)).toBeNull();
});

test("of a file that has changed or is not here nothing is told, and notes say so", async () => {
  const sources = new Sources({ cwd: folder });
  const text = "const sessions = new Map();\nmodule.exports = { sessions };\n";
  const ranAs = (start: string): { start: string; bytes: number } => ({
    start,
    bytes: Math.ceil((16 + start.length) / 8) * 8,
  });
  const gone = join(folder, "gone.js");
  const texts = new Map([
    [store, [ranAs(text)]],
    [login, [ranAs("const other = 1;\n")]],
    [gone, [ranAs(text)]],
  ]);
  const ran = new RanScripts(texts, new Date(), sources);
  expect(await ran.fitting([store, login, gone, other])).toEqual([store]);
  expect(ran.notes).toEqual([
    "login.js has changed since the process loaded it, so no lines of it are told.",
    "gone.js is not on this machine: where the source is, this tells the lines that declare and that add as well.",
  ]);
  expect(await ran.at(store)).toBe(store);
  expect(await ran.at(other)).toBeNull();
});
