import { expect, test } from "vitest";
import { censusRows } from "./census.ts";
import { pseudoFrame } from "./stack-table.ts";

test("a resource whose stack is known is counted once, under the name that Node gives its type", () => {
  const frames = [pseudoFrame("openServer")];
  const rows = [
    ...censusRows(["Timeout", "TCPServerWrap", "Timeout"], [{ type: "TCPSERVERWRAP", count: 1, frames }]),
  ].map((row) => [row.frames.map(({ name }) => name).join(" < "), row.values[0]]);
  expect(rows).toEqual([
    ["TCPServerWrap < openServer", 1],
    ["Timeout", 2],
  ]);
});
