import { afterEach, expect, test, vi } from "vitest";
import { snapshotCommands } from "./snapshot-commands.ts";
import { snapshot } from "./snapshot.ts";

afterEach(() => vi.restoreAllMocks());

test.each(["", ...snapshotCommands.map(({ name }) => name)])(
  "the help of 'snapshot %s' fits into 80 columns",
  async (name) => {
    let help = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      help += String(text);
      return true;
    });
    expect(await snapshot([...(name === "" ? [] : [name]), "--help"])).toBe(0);
    expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(help).toContain("sawtooth snapshot");
  },
);
