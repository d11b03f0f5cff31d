import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";

const testing = pathToFileURL(join(root, "dist", "testing", "index.js")).href;
const body = `
const leaked = new Map();
let n = 0;
test("leaks", async () => { await expectNoLeak(() => leaked.set("id" + n++, {}), { explain: false }); });
test("is clean", async () => { await expectNoLeak(() => JSON.parse("[1]")); });
`;

test("in node:test a leak fails the test with its message and the holder in the test file, and a clean scenario passes", () => {
  const file = join(temporaryFolder(), "leak.test.mjs");
  writeFileSync(
    file,
    `import { test } from "node:test";\nimport { expectNoLeak } from ${JSON.stringify(testing)};\n${body.replace(", { explain: false }", "")}`,
  );
  const { stdout, status } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/not ok \d+ - leaks/);
  expect(stdout).toMatch(/a Map of \d+ entries gains 1\.00 each/);
  expect(stdout).toMatch(/LEAK +leaked gained/);
  expect(stdout).toMatch(/\n\s*ok \d+ - is clean/);
  expect(status).toBe(1);
});

test("in a thread of vitest too, by its matcher", () => {
  const folder = temporaryFolder();
  const setup = `import { expect, test } from "vitest";\nimport { expectNoLeak, leakMatchers } from ${JSON.stringify(testing)};\nexpect.extend(leakMatchers);\n`;
  const matcher = `test("matches", async () => { await expect(() => 1).toLeaveNothing(); await expect(() => 1).toLeaveNoHandles(); });`;
  writeFileSync(join(folder, "leak.test.mjs"), setup + body + matcher);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { stdout } = spawnSync(
    process.execPath,
    [vitest, "run", "--root", folder, "--pool=threads", "--reporter=tap-flat", "--testTimeout=60000"],
    { encoding: "utf8", env: { ...process.env, NODE_PATH: join(root, "node_modules") } },
  );
  expect(stdout).toMatch(/not ok \d+ - leak\.test\.mjs > leaks/);
  expect(stdout).toMatch(/ok \d+ - leak\.test\.mjs > is clean/);
  expect(stdout).toMatch(/\nok \d+ - leak\.test\.mjs > matches/);
});
