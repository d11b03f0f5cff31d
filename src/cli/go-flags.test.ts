import { expect, test } from "vitest";
import { parseFlags } from "./go-flags.ts";
import { UsageError } from "./usage-error.ts";

const table = {
  top: "bool",
  nodecount: "int",
  nodefraction: "float",
  focus: "string",
  base: "list",
} as const;

test("one dash or two, with an equals sign or without, and bools without a value", () => {
  const args = [
    "-top",
    "--nodecount=5",
    "-nodefraction",
    ".25",
    "-focus=a=b",
    "--base",
    "x",
    "-base=y",
    "in.pb.gz",
  ];
  expect(parseFlags(args, table)).toEqual({
    values: { top: true, nodecount: 5, nodefraction: 0.25, focus: "a=b", base: ["x", "y"] },
    rest: ["in.pb.gz"],
    help: false,
  });
});

test("flags end at the first other argument, at a dash alone, and at two dashes", () => {
  expect(parseFlags(["-top", "in", "-focus=x"], table).rest).toEqual(["in", "-focus=x"]);
  expect(parseFlags(["-", "-top"], table)).toMatchObject({ values: {}, rest: ["-", "-top"] });
  expect(parseFlags(["--", "-top"], table)).toMatchObject({ values: {}, rest: ["-top"] });
});

test("a bool takes a value only with an equals sign", () => {
  expect(parseFlags(["-top=F", "in"], table).values.top).toBe(false);
  expect(parseFlags(["-top", "false"], table)).toMatchObject({ values: { top: true }, rest: ["false"] });
});

test("whole numbers may be written in other bases, as in Go", () => {
  expect(parseFlags(["-nodecount=0x10"], table).values.nodecount).toBe(16);
  expect(parseFlags(["-nodecount=-010"], table).values.nodecount).toBe(-8);
});

test("digits may be grouped by underscores, as in Go", () => {
  expect(parseFlags(["-nodecount=1_000"], table).values.nodecount).toBe(1000);
  expect(parseFlags(["-nodefraction=1_0.2_5e-1"], table).values.nodefraction).toBe(1.025);
});

test.each([
  [["-nope"], "flag provided but not defined: -nope"],
  [["-focus"], "flag needs an argument: -focus"],
  [["-top=maybe"], 'invalid boolean value "maybe" for -top: parse error'],
  [["-nodecount=many"], 'invalid value "many" for flag -nodecount: parse error'],
  [["-nodecount=1.5"], 'invalid value "1.5" for flag -nodecount: parse error'],
  [
    ["-nodecount=9223372036854775808"],
    'invalid value "9223372036854775808" for flag -nodecount: value out of range',
  ],
  [["-nodefraction=1e400"], 'invalid value "1e400" for flag -nodefraction: value out of range'],
  [["-nodefraction=_1"], 'invalid value "_1" for flag -nodefraction: parse error'],
  [["---top"], "bad flag syntax: ---top"],
  [["-=x"], "bad flag syntax: -=x"],
  [["-constructor"], "flag provided but not defined: -constructor"],
])("%j is refused in Go's words", (args, message) => {
  expect(() => parseFlags(args, table)).toThrow(new UsageError(message));
});

test("help is asked for by a flag that the table has not", () => {
  expect(parseFlags(["-top", "-h"], table).help).toBe(true);
  expect(parseFlags(["--help"], table).help).toBe(true);
});
