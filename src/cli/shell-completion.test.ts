import { expect, test } from "vitest";
import { ProfileBuilder } from "#profile";
import { completionNames, completions } from "./shell-completion.ts";

const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
for (const name of ["main.main", "main.(*pool).get", "std::map<int, int>::at", "runtime.main"])
  builder.addFunction({ name });
const names = completionNames(builder.build());
const offered = (line: string): readonly string[] => completions(line, names).candidates;

test("the first word is a command, an option, a choice or a sample type", () => {
  expect(offered("tr")).toEqual(["traces", "tree", "trim", "trim_path"]);
  expect(offered("TRA")).toEqual(["traces"]);
  expect(offered("inu")).toEqual(["inuse_space"]);
  expect(offered("filef")).toEqual(["filefunctions"]);
  expect(offered("help pe")).toEqual(["peek"]);
});

test("other words are names of functions, by any part of them when only one has it", () => {
  expect(offered("list main.m")).toEqual(["main.main"]);
  expect(offered("top10 -runti")).toEqual(["-runtime.main"]);
  expect(offered("peek main.")).toEqual(["main.main", String.raw`main.\(\*pool\).get`]);
  expect(completions("peek x main", names)).toEqual({
    replaced: "main",
    candidates: ["main.main", String.raw`main.\(\*pool\).get`],
  });
});

test("a name is completed to a pattern that is one word and matches it", () => {
  const [pattern] = offered("list std::");
  expect(pattern).not.toMatch(/\s/u);
  expect(new RegExp(pattern!, "u").test("std::map<int, int>::at")).toBe(true);
});

test("nothing is offered where nothing is known", () => {
  expect(offered("tags mai")).toEqual([]);
  expect(offered("frobnicate mai")).toEqual([]);
  expect(offered("top ")).toEqual([]);
});
