import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PositionMap } from "./source-map.ts";

interface Segment {
  readonly line: number;
  readonly column: number;
  readonly original: { readonly source: number; readonly line: number; readonly column: number } | null;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

/** Writes mappings as ECMA-426 says, independently of what reads them. */
function encode(segments: readonly Segment[]): string {
  const lines: string[][] = [];
  let before = { source: 0, line: 0, column: 0 };
  let column = 0;
  for (const segment of segments) {
    while (lines.length <= segment.line) {
      lines.push([]);
      column = 0;
    }
    let text = vlq(segment.column - column);
    column = segment.column;
    if (segment.original) {
      const { original } = segment;
      text +=
        vlq(original.source - before.source) +
        vlq(original.line - before.line) +
        vlq(original.column - before.column);
      before = original;
    }
    lines.at(-1)?.push(text);
  }
  return lines.map((line) => line.join(",")).join(";");
}

/** The answer by definition: the last segment at or before the column on that line, else the line's first. */
function expected(segments: readonly Segment[], line: number, column: number): Segment | undefined {
  const onLine = segments.filter((segment) => segment.line === line);
  return onLine.findLast((segment) => segment.column <= column) ?? onLine[0];
}

const home = { base: "/app/dist/a.js.map", cwd: "/app" };

const segmentLists = fc
  .uniqueArray(
    fc.record({
      line: fc.nat(6),
      column: fc.nat(300),
      original: fc.option(fc.record({ source: fc.nat(2), line: fc.nat(5000), column: fc.nat(300) })),
    }),
    { selector: ({ line, column }) => line * 1000 + column, maxLength: 30 },
  )
  .map((list) => list.toSorted((a, b) => a.line - b.line || a.column - b.column));

test("every position of a map of any shape leads where the format says", () => {
  fc.assert(
    fc.property(segmentLists, fc.nat(7), fc.nat(310), (segments, line, column) => {
      const sources = ["x.ts", "y.ts", "z.ts"];
      const map = new PositionMap({ version: 3, sources, names: [], mappings: encode(segments) }, home);
      const want = expected(segments, line, column)?.original;
      const got = map.original(line + 1, column + 1);
      expect(got).toEqual(
        want
          ? {
              file: `/app/dist/${sources[want.source]}`,
              line: want.line + 1,
              column: want.column + 1,
              name: null,
            }
          : null,
      );
    }),
    { numRuns: 500 },
  );
});

test("a segment without an original at the very end leads nowhere", () => {
  const map = new PositionMap({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA,E" }, home);
  expect(map.original(1, 2)).toMatchObject({ line: 1, column: 1 });
  expect(map.original(1, 3)).toBeNull();
});

test("sections of an index map keep their own offsets and source roots", () => {
  const mappings = encode([
    { line: 0, column: 0, original: { source: 0, line: 4, column: 0 } },
    { line: 1, column: 2, original: { source: 0, line: 7, column: 1 } },
  ]);
  const section = (root: string) => ({
    version: 3,
    sources: ["a.ts"],
    sourceRoot: root,
    names: [],
    mappings,
  });
  const map = new PositionMap(
    {
      version: 3,
      sections: [
        { offset: { line: 0, column: 0 }, map: section("one") },
        { offset: { line: 10, column: 5 }, map: section("two") },
      ],
    },
    home,
  );
  expect(map.original(2, 3)).toMatchObject({ file: "/app/dist/one/a.ts", line: 8, column: 2 });
  expect(map.original(11, 6)).toMatchObject({ file: "/app/dist/two/a.ts", line: 5, column: 1 });
  expect(map.original(12, 3)).toMatchObject({ file: "/app/dist/two/a.ts", line: 8, column: 2 });
  expect(map.original(5, 1)).toBeNull();
});

test("the original name comes with the position", () => {
  const map = new PositionMap(
    { version: 3, sources: ["a.ts"], names: ["sessions"], mappings: "AAAAA" },
    home,
  );
  expect(map.original(1, 1)).toEqual({ file: "/app/dist/a.ts", line: 1, column: 1, name: "sessions" });
});

describe("a map that is broken is refused with what is wrong", () => {
  test.each([
    [{}, "its version is undefined"],
    [{ version: 2, sources: [], mappings: "" }, "its version is 2"],
    [{ version: 3, mappings: "" }, "no list of sources"],
    [{ version: 3, sources: ["a.ts"] }, "no mappings"],
    [{ version: 3, sources: ["a.ts"], mappings: "AA!A" }, 'its mappings hold "!"'],
    [{ version: 3, sections: [{ offset: { line: 0, column: 0 }, url: "a.map" }] }, "no map of its own"],
  ])("%j", (raw, reason) => {
    expect(() => new PositionMap(raw, home)).toThrow(reason);
  });
});

test("segments that point at no source, or before its start, lead nowhere", () => {
  const beyond = encode([{ line: 0, column: 0, original: { source: 3, line: 0, column: 0 } }]);
  expect(
    new PositionMap({ version: 3, sources: ["a.ts"], mappings: beyond }, home).original(1, 1),
  ).toBeNull();
  const before = encode([{ line: 0, column: 0, original: { source: 0, line: -2, column: 0 } }]);
  expect(
    new PositionMap({ version: 3, sources: ["a.ts"], mappings: before }, home).original(1, 1),
  ).toBeNull();
  expect(new PositionMap({ version: 3, sources: [null], mappings: "AAAA" }, home).original(1, 1)).toBeNull();
});
