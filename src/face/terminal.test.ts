import { describe, expect, test } from "vitest";
import { wantsColour } from "./colour.ts";
import { textForm } from "./terminal.ts";

const terminal = { isTTY: true, columns: 100 };
const pipe = {};

describe("colour", () => {
  test.each([
    [terminal, {}, true],
    [pipe, {}, false],
    [terminal, { NO_COLOR: "1" }, false],
    [terminal, { NO_COLOR: "" }, true],
    [terminal, { TERM: "dumb" }, false],
    [pipe, { FORCE_COLOR: "1" }, true],
    [pipe, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    [terminal, { FORCE_COLOR: "0" }, false],
    [terminal, { FORCE_COLOR: "false" }, false],
  ])("for %j with %j is %s", (stream, env, colour) => {
    expect(wantsColour(stream, env)).toBe(colour);
  });
});

describe("width", () => {
  test.each([
    [terminal, {}, 100],
    [terminal, { COLUMNS: "60" }, 100],
    [{ isTTY: true, columns: 0 }, {}, 80],
    [{ isTTY: true, columns: 20 }, {}, 40],
    [{ isTTY: true, columns: 400 }, {}, 140],
    [pipe, {}, 80],
    [pipe, { COLUMNS: "120" }, 120],
    [pipe, { COLUMNS: "wide" }, 80],
  ])("for %j with %j is %i", (stream, env, width) => {
    expect(textForm(stream, env).width).toBe(width);
  });
});
