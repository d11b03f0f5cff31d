import { afterEach, expect, test, vi } from "vitest";
import { commands } from "./commands.ts";
import { main } from "./main.ts";
import { snapshotCommands } from "./snapshot-commands.ts";

afterEach(() => vi.restoreAllMocks());

test.each([
  "",
  ...commands.map(({ name }) => name),
  ...snapshotCommands.map(({ name }) => `snapshot ${name}`),
])("the help of 'sawtooth %s' fits into 80 columns", async (command) => {
  let help = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    help += String(text);
    return true;
  });
  expect(await main([...command.split(" ").filter(Boolean), "--help"])).toBe(0);
  expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(help).toContain(`sawtooth ${command}`);
});
