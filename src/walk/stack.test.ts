import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { captureStack } from "./stack.ts";

type Settings = Record<"stackTraceLimit" | "prepareStackTrace", unknown>;
const names = ["stackTraceLimit", "prepareStackTrace"] as const;
const settings = Error as unknown as Settings;
let originals: PropertyDescriptorMap = {};

beforeEach(() => (originals = Object.getOwnPropertyDescriptors(Error)));
afterEach(() => {
  for (const name of names) {
    const original = originals[name];
    if (original === undefined) delete settings[name];
    else Object.defineProperty(Error, name, original);
  }
});

function captured(): readonly { function: string }[] {
  return (function below(): readonly { function: string }[] {
    return captureStack(below);
  })();
}

function own(): (PropertyDescriptor | undefined)[] {
  return names.map((name) => Object.getOwnPropertyDescriptor(Error, name));
}

test("frames begin above the function given, with file and 1-based line and column", () => {
  const [first] = captured();
  expect(first).toMatchObject({ function: "captured" });
  expect((first as unknown as { file: string }).file).toContain("stack.test.ts");
  for (const value of [first as unknown as { line: number; column: number }])
    expect(Math.min(value.line, value.column)).toBeGreaterThan(0);
});

test("a constructor is written with new", () => {
  class Session {
    readonly frames = captured();
  }
  const { frames } = new Session();
  expect(frames.map((frame) => frame.function).join()).toMatch(/new Session/);
});

test("a stack deeper than the program's own limit is seen, and the limit stays", () => {
  settings.stackTraceLimit = 1;
  const deep = (depth: number): number => (depth === 0 ? captured().length : deep(depth - 1) + 0);
  expect(deep(15)).toBeGreaterThan(10);
  expect(settings.stackTraceLimit).toBe(1);
});

test("the program's prepareStackTrace is not called, and is in place again", () => {
  const prepare = vi.fn(() => "the program's own");
  settings.prepareStackTrace = prepare;
  const before = own();
  expect(captured()[0]).toMatchObject({ function: "captured" });
  expect(prepare).not.toHaveBeenCalled();
  expect(own()).toEqual(before);
  expect(new Error("asked by the program").stack).toBe("the program's own");
});

test("settings that are accessors are neither read nor written, and come back", () => {
  const read = vi.fn(() => 3);
  const write = vi.fn();
  for (const name of names)
    Object.defineProperty(Error, name, { get: read, set: write, configurable: true, enumerable: false });
  const before = own();
  expect(captured()[0]).toMatchObject({ function: "captured" });
  expect(own()).toEqual(before);
  expect(write).not.toHaveBeenCalled();
  expect(read).not.toHaveBeenCalled();
});

test("settings that are absent stay absent", () => {
  for (const name of names) delete settings[name];
  expect(captured()[0]).toMatchObject({ function: "captured" });
  expect(names.filter((name) => Object.hasOwn(Error, name))).toEqual([]);
});

test.each(names)(
  "with a %s that cannot be changed there is no stack, and the other setting stays",
  (name) => {
    const fixed = { value: Object.getOwnPropertyDescriptor(Error, name)?.value as unknown };
    const define = Object.defineProperty;
    // A property made unchangeable stays so for the rest of the run: refuse in its place.
    const spy = vi.spyOn(Object, "defineProperty").mockImplementation((object, key, descriptor) => {
      if (object === Error && key === name && descriptor.value !== fixed.value)
        throw new TypeError(`Cannot redefine property: ${name}`);
      return define(object, key, descriptor);
    });
    const before = own();
    try {
      expect(captured()).toEqual([]);
    } finally {
      spy.mockRestore();
    }
    expect(own()).toEqual(before);
  },
);
