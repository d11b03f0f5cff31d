import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { build } from "rolldown";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";
import { freePort } from "../target/free-port.ts";
import { ended, nodes, start, until } from "../target/running-node.ts";
import { programs, register } from "./running-agent.ts";

/** esbuild as `tsx` brings it. */
function esbuild(input: string, output: string, format: "cjs" | "esm"): void {
  const bin = join(root, "node_modules/.bin/esbuild");
  const flags = ["--bundle", "--platform=node", `--format=${format}`, "--minify", "--log-level=warning"];
  execFileSync(bin, [input, ...flags, `--outfile=${output}`]);
}

async function rolldown(input: string, file: string, format: "cjs" | "esm"): Promise<void> {
  await build({ input, platform: "node", logLevel: "silent", output: { file, format, minify: true } });
}

describe("bundled", () => {
  test.each([
    ["esbuild", "esm"],
    ["esbuild", "cjs"],
    ["rolldown", "esm"],
    ["rolldown", "cjs"],
  ] as const)("by %s as %s into one file far from here, the agent serves", async (bundler, format) => {
    const folder = temporaryFolder();
    // Resolved from inside the repository, as `sawtooth/register` is by the package's own name.
    const entry = join(programs, "bundled-entry.mjs");
    const output = join(folder, format === "esm" ? "bundle.mjs" : "bundle.cjs");
    await (bundler === "esbuild" ? esbuild(entry, output, format) : rolldown(entry, output, format));
    const port = await freePort();
    const settings = { SAWTOOTH_PORT: String(port), SAWTOOTH_RECORDER: "off" };
    const { child, output: said } = await start(nodes[0]!.file, [output], settings);
    onTestFinished(() => ended(child));
    let heap = "";
    const ask = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/debug/pprof/heap?debug=1`).catch(() => null);
      heap = (await answer?.text()) ?? "";
      if (heap === "") setTimeout(() => void ask(), 50);
    };
    void ask();
    await until(
      () => heap !== "",
      () => said(),
    );
    expect(heap).toMatch(/^heap profile: \d+: \d+/);
    expect(said()).toBe("up\n");
  });
});

test("what the agent's exports load is Node's own and one text of ours", () => {
  for (const file of [register, register.replace("register", "index")]) {
    const text = readFileSync(file, "utf8");
    const imports = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"\n]+)"/g)].map(([, name]) => name!);
    const foreign = imports.filter((name) => !builtinModules.includes(name.replace(/^node:/, "")));
    expect([...new Set(foreign)]).toEqual(["./program-text.js"]);
    expect(imports.length).toBeGreaterThan(5);
  }
  const program = readFileSync(join(dirname(register), "program-text.js"), "utf8");
  const required = [...program.matchAll(/require\(\\"([^"\\]+)\\"\)/g)].map(([, name]) => name!);
  expect(required.filter((name) => !name.startsWith("node:") && name !== "v8")).toEqual([]);
  expect(required.length).toBeGreaterThan(5);
});

/** Module hooks that see every load came with Node 22.15. */
const hooked = [24, 26]
  .map((major) => join(root, ".nodes/node_modules", `node${major}`, "bin/node"))
  .concat(Number(process.versions.node.split(".")[0]) >= 24 ? [process.execPath] : [])
  .find((file) => existsSync(file));
if (hooked === undefined)
  console.warn("SKIPPED: what a service loads: Node 24 is not installed (npm run matrix)");

test.runIf(hooked !== undefined)("a service that preloads the agent loads no file but its own two", () => {
  const folder = temporaryFolder();
  const hook = join(folder, "hook.mjs");
  writeFileSync(
    hook,
    `import { registerHooks } from "node:module"; import { writeSync } from "node:fs";
     registerHooks({ load(url, context, next) { if (url.startsWith("file:")) writeSync(1, url + "\\n"); return next(url, context); } });`,
  );
  const out = execFileSync(hooked!, ["--import", hook, "--import", register, "-e", ""], {
    encoding: "utf8",
    env: { ...process.env, SAWTOOTH_PORT: "0", SAWTOOTH_RECORDER: "off" },
  });
  expect(
    out
      .trim()
      .split("\n")
      .map((url) => url.split("/").at(-1)),
  ).toEqual(["register.js", "program-text.js"]);
});
