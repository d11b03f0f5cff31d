import { describe, expect, test } from "vitest";
import type { CollectionFacts } from "#walk";
import { runtimesOwn } from "./runtime-own.ts";

interface Placed {
  readonly facts: CollectionFacts;
  readonly file: string | null;
}

interface Shape {
  readonly kind?: CollectionFacts["kind"];
  readonly file?: string;
  readonly className?: string;
  /** Text of a function that closes over the variable. */
  readonly text?: string;
}

/** A collection by its path: `module queue FixedQueue`, a step after the other. */
function at(path: string, { kind = "Array", file, className = "", text }: Shape = {}): Placed {
  const steps = path.split(" > ").map((step) => {
    const [of, name = "", held = ""] = step.split(" ");
    return { kind: of as "module", name, className: held };
  });
  const origin = { text: text ?? null, name: "", line: 1, column: 1, files: [], variable: "" };
  const facts = { id: 0, kind, className, steps, origins: text === undefined ? [] : [origin] };
  return { facts: facts as unknown as CollectionFacts, file: file ?? null };
}

const queue = at("module queue FixedQueue > property tail FixedCircularBuffer > property list", {
  text: "function runNextTicks() {}",
});

function isRuntimes(placed: Placed): boolean {
  const packageOf = (file: string): string | null => /node_modules\/([^/]+)/.exec(file)?.[1] ?? null;
  return runtimesOwn([queue, placed], packageOf).has(placed.facts);
}

describe("of the runtime", () => {
  test.each<[string, Placed]>([
    ["the ring buffer of ticks", queue],
    ["what stands beside it in its module", at("module pending", { text: "function runNextTicks() {}" })],
    ["the pools of fetch", at("global [Symbol(undici.globalDispatcher.1)] Agent > symbol [Symbol(clients)]")],
    ["the agent's sampler", at("global [Symbol(sawtooth.sampler)] > private #candidates")],
    [
      "the agent's tables",
      at("module launchers", { file: "/app/node_modules/sawtooth/dist/agent/register.js" }),
    ],
    ["a prototype", at("global Request > prototype  Body", { kind: "object" })],
    ["the fields of process", at("builtin process process", { kind: "object", className: "process" })],
    ["the fields of a socket", at("handle  Socket", { kind: "object", className: "Socket" })],
    ["the parser of a socket", at("handle  Socket > property parser HTTPParser > element ")],
  ])("is %s", (_, placed) => {
    expect(isRuntimes(placed)).toBe(true);
  });

  test.each<[string, Placed]>([
    ["a variable of the program", at("module sessions", { kind: "Map", file: "/app/server.js" })],
    ["a variable of code that is in no file", at("module sessions", { kind: "Map", text: "() => sessions" })],
    ["a global of the program", at("global sessions", { kind: "Map" })],
    ["what a program hangs on a socket", at("handle  Socket > property sent", { kind: "Map" })],
    ["listeners of process", at("builtin process process > listeners message", { kind: "listeners" })],
    ["open handles", at("handle  Socket", { kind: "handles", className: "Socket" })],
    ["a package's table", at("module cache", { file: "/app/node_modules/lru/index.js" })],
  ])("is not %s", (_, placed) => {
    expect(isRuntimes(placed)).toBe(false);
  });
});
