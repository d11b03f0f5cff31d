import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flow, headline, labelled, lineWidth, text, wrap, written, type Line } from "./layout.ts";
import { cutEnd, cutMiddle, printable, textWidth } from "./text-width.ts";

const plain = (lines: readonly Line[]): string[] => written(lines, false).split("\n").slice(0, -1);

describe("text width", () => {
  test("wide characters take two columns and marks none", () => {
    expect(["abc", "日本", "e\u0301", "🦊", "▁▂█ ←"].map(textWidth)).toEqual([3, 4, 1, 2, 5]);
  });

  test("a path loses whole folders from its middle", () => {
    const path = "/srv/app/packages/gateway/src/registry/sessions.ts:41:12";
    expect(cutMiddle(path, 60)).toBe(path);
    expect(cutMiddle(path, 45)).toBe("/srv/…/gateway/src/registry/sessions.ts:41:12");
    expect(cutMiddle(path, 30)).toBe("/srv/…/sessions.ts:41:12");
    expect(cutMiddle("node_modules/parse-server/lib/RestQuery.js:77", 40)).toBe(
      "node_modules/…/lib/RestQuery.js:77",
    );
    expect(cutMiddle("a-single-very-long-file-name.ts:1", 16)).toBe("a-singl…ame.ts:1");
  });

  test("nothing that was cut is wider than asked for, and what fits is not touched", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "/", "日", "🦊", "e\u0301", " ") });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (any, width) => {
        for (const cut of [cutEnd(any, width), cutMiddle(any, width)]) {
          expect(textWidth(cut)).toBeLessThanOrEqual(width);
          if (textWidth(any) <= width) expect(cut).toBe(any);
        }
      }),
    );
  });

  test("controls of terminal and text direction become spaces", () => {
    expect(printable("a\u001B[31mb\tc\n\u202Ed\u0085")).toBe("a [31mb  c  d ");
  });
});

describe("layout", () => {
  test("a sentence breaks between words but not between a number and its unit", () => {
    expect(plain(wrap(text("memory has grown by 412 MiB in an hour"), 24))).toEqual([
      "memory has grown by",
      "412 MiB in an hour",
    ]);
  });

  test("chunks stand beside each other while they fit", () => {
    expect(plain(flow([text("one"), text(""), text("two"), text("three")], 12))).toEqual([
      "one   two",
      "three",
    ]);
  });

  test("labels stand in a column of their own", () => {
    expect(plain(labelled([{ label: "fix", lines: [text("first"), text("second")] }]))).toEqual([
      " fix        first",
      "            second",
    ]);
  });

  test("a headline that is too long goes on below its own beginning", () => {
    expect(plain(headline("LEAK", "alarm", "sessions gained 9 entries", 24))).toEqual([
      " LEAK  sessions gained 9",
      "       entries",
    ]);
  });

  test("wrapped text is the same text in lines that fit", () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "1"), minLength: 1, maxLength: 10 }));
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (all, width) => {
        const lines = wrap(text(all.join(" ")), width);
        expect(plain(lines).join(" ")).toBe(all.join(" "));
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("colour codes go once around what is styled and nothing else", () => {
    const line = [...text("a "), ...wrap(text("b c", "strong"), 9).flat(), ...text("  ")];
    expect(written([line], true)).toBe("a \u001B[1mb c\u001B[22m\n");
  });
});
