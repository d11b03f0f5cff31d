import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { historyFile, readHistory, writeHistory } from "./shell-history.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-history-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("lines come back the newest first, a thousand at most, for nobody else to read", () => {
  const file = historyFile({ XDG_STATE_HOME: folder });
  writeHistory(
    file,
    Array.from({ length: 1500 }, (_, i) => `top ${i}`),
  );
  expect(readHistory(file)).toHaveLength(1000);
  expect(readHistory(file)[0]).toBe("top 0");
  expect(readFileSync(file, "utf8").trimEnd().split("\n").at(-1)).toBe("top 0");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a home that cannot be read or written to is none", () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const inside = historyFile({ XDG_STATE_HOME: file });
  writeHistory(inside, ["top"]);
  expect(readHistory(inside)).toEqual([]);
});
