import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const fixtures = join(root, "test/fixtures/go");
const [first, second] = [
  ...readFileSync(join(root, "docs/profile.md"), "utf8").matchAll(/```ts\n([^]*?)```/gu),
].map(([, code]) => code!);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-docs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an example as it stands, inside the package so that its own name leads to it. */
function run(code: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

test("the first example of docs/profile.md names the function that grew", () => {
  const code = first!
    .replace('"before.pb.gz"', JSON.stringify(join(fixtures, "heap.0.pb.gz")))
    .replace('"after.pb.gz"', JSON.stringify(join(fixtures, "heap.1.pb.gz")))
    .replace('"grown.pb"', JSON.stringify(join(folder, "grown.pb")));
  expect(run(code)).toMatch(/^main\.newSession \d{8,}\n/u);
  expect(readFileSync(join(folder, "grown.pb")).length).toBeGreaterThan(1000);
});

test("the second makes reports", () => {
  const path = JSON.stringify(join(fixtures, "heap.1.pb.gz"));
  const code = second!.replace(
    "const report =",
    `import { readFileSync } from "node:fs";
    const profile = await readProfile(new Uint8Array(readFileSync(${path})), 2 ** 28);
    const report =`,
  );
  const printed = run(`${code}\nconsole.log(nodes[0].name, svg.slice(0, 4));`);
  expect(printed).toContain("flat  flat%   sum%        cum   cum%\n  330.10MB 89.71% 89.71%");
  expect(printed).toContain("main.newSession example.com/leakserver/main.go:41 <svg");
});
