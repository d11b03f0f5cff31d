import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { peerFolder } from "../../scripts/peers.mjs";
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

describe("in jest", { timeout: 120_000 }, () => {
  const peers = peerFolder("jest");
  const jest = (name: string, tests: string): { output: string; status: number | null } => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ type: "module", jest: { testEnvironment: "node", transform: {} } }),
    );
    const setup = `import { expectNoLeak, leakMatchers } from ${JSON.stringify(testing)};\nexpect.extend(leakMatchers);\n`;
    writeFileSync(join(folder, name), setup + tests);
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        join(peers!, "node_modules/jest/bin/jest.js"),
        "--testTimeout=60000",
        `--cacheDirectory=${folder}/cache`,
      ],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "--experimental-vm-modules", NO_COLOR: "1" },
      },
    );
    return { output: stderr, status };
  };

  test.skipIf(peers === null)("a leak fails the test with its message", () => {
    const { output, status } = jest(
      "leak.test.js",
      `const leaked = new Map();
let n = 0;
test("leaks", () => expectNoLeak(() => leaked.set("id" + n++, {}), { explain: false }));
test("leaves handles", () => expect(() => void setTimeout(() => {}, 1_000)).toLeaveNoHandles());
`,
    );
    expect(output).toMatch(/a Map of \d+ entries gains 1\.00 each \(newest: string of \d+\)/);
    expect(output).toMatch(/1 left open:\s+Timeout created at .*leak\.test\.js:6:/);
    expect(output).toMatch(/Tests: +2 failed, 2 total/);
    expect(status).toBe(1);
  });

  test.skipIf(peers === null)("a clean scenario passes", () => {
    const { output, status } = jest(
      "clean.test.js",
      `test("is clean", () => expect(() => JSON.parse("[1]")).toLeaveNothing());\n`,
    );
    expect(output).toMatch(/Tests: +1 passed, 1 total/);
    expect(status).toBe(0);
  });
});
