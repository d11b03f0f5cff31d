import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileImporting, filesImported } from "./import.ts";

const folder = mkdtempSync(join(tmpdir(), "sawtooth-imports-"));
for (const name of ["store.js", "typed.ts"]) writeFileSync(join(folder, name), "");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const main = join(folder, "main.js");
const store = join(folder, "store.js");
const typed = join(folder, "typed.ts");

test.each([
  ['import { sessions } from "./store.js";', store],
  ['import {\n  a,\n  sessions as\n  open } from "./store.js";', store],
  ['import sessions from "./typed.js";', typed],
  ['import * as sessions from "./store.js"', store],
  ['const { sessions } = require("./store");', store],
  ["const sessions = require('./typed')", typed],
  ['const a = 1; const sessions = require("./store");', store],
  ['const sessions = new Map(); const other = require("./store");', null],
  ['import { sessions } from "express";', null],
  ['import { sessions } from "./gone.js";', null],
  ['import { mysessions } from "./store.js";', null],
])("%s leads to %s", (text, file) => {
  expect(fileImporting(text, main, "sessions")).toBe(file);
});

test("what a file imports by a relative path is found once, however it does", () => {
  const text =
    'import "./store.js"; const t = await import("./typed.ts"); require("./store"); require("fs");';
  expect(filesImported(text, main)).toEqual([store, typed]);
});
