import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";

const leaking = `const sessions = new Map();\nexport function open(socket) {\n  sessions.set(socket.id, socket);\n}\n`;

function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function check(cwd: string, ...args: string[]) {
  const cli = join(root, "dist", "cli", "bin.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "check", ...args], {
    cwd,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("problems are exit code 1, in words of 80 columns, and none are exit code 0", () => {
  const folder = project({ "src/sessions.js": leaking });
  const { status, stdout } = check(folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^src\/sessions\.js:1:7 {2}no-unpruned-collection\n {3}'sessions' \(Map, module scope\) grows at\s+line 3/,
  );
  expect(stdout).toMatch(/\n1 problem in 1 file\.\n$/);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  const calm = check(project({ "calm.js": "export const a = 1;\n" }));
  expect(calm).toMatchObject({ status: 0, stdout: "Nothing grows for ever in 1 file.\n", stderr: "" });
});

test("a profile that has nothing to rank by is one line, and not called a fault of ours", () => {
  const folder = project({ "sessions.js": leaking });
  // A profile whose only field is the empty text that its strings begin with.
  writeFileSync(join(folder, "none.pb.gz"), gzipSync(Buffer.from([0x32, 0x00])));
  expect(check(folder, "--profile", "none.pb.gz")).toEqual({
    status: 2,
    stdout: "",
    stderr: "sawtooth: the profile has no sample types: give one of a heap\n",
  });
});

test("other lint rules and configurations of the project have no say", () => {
  const folder = project({
    "sessions.js": `debugger;\n${leaking}`,
    ".oxlintrc.json": JSON.stringify({ rules: { "no-debugger": "error" }, ignorePatterns: ["**"] }),
    "nested/.oxlintrc.json": JSON.stringify({ categories: { correctness: "error" } }),
    "nested/more.js": "debugger;\n",
  });
  const { problems } = JSON.parse(check(folder, "--json").stdout) as { problems: { rule: string }[] };
  expect(problems.map(({ rule }) => rule)).toEqual(["no-unpruned-collection"]);
});

test("what a baseline lists is let be, also when its lines move, and a new problem is not", () => {
  const folder = project({ "sessions.js": leaking });
  expect(check(folder, "--write-baseline", "known.json").status).toBe(0);
  writeFileSync(join(folder, "sessions.js"), `// moved\n\n${leaking}`);
  expect(check(folder, "--baseline", "known.json")).toMatchObject({
    status: 0,
    stdout: "Nothing new grows for ever in 1 file; the baseline lists 1 problem.\n",
  });
  writeFileSync(join(folder, "tokens.js"), leaking.replaceAll("sessions", "tokens"));
  const { status, stdout } = check(folder, "--baseline", "known.json");
  expect(status).toBe(1);
  expect(stdout).toContain("tokens.js:1:7");
  expect(stdout).not.toContain("sessions.js");
  expect(stdout).toMatch(/\n1 problem in 2 files; the baseline lists 1 more\.\n$/);
});

test("a file that cannot be parsed is a note, and exit code 2 when there is no other", () => {
  const folder = project({ "calm.js": "export const a = 1;\n", "lib/broken.js": "const x = ;\n" });
  expect(check(folder)).toEqual({
    status: 0,
    stdout: "Nothing grows for ever in 1 file.\n",
    stderr: "sawtooth: not checked: lib/broken.js:1:11: Unexpected token\n",
  });
  expect(JSON.parse(check(folder, "--json").stdout)).toMatchObject({
    files: 1,
    unread: ["lib/broken.js:1:11: Unexpected token"],
  });
  expect(check(folder, "lib")).toEqual({
    status: 2,
    stdout: "",
    stderr: "sawtooth: nothing could be parsed: lib/broken.js:1:11: Unexpected token\n",
  });
});

test("installed packages are checked only when they are named", () => {
  const folder = project({ "calm.js": "export const a = 1;\n", "node_modules/other/index.js": leaking });
  expect(check(folder)).toMatchObject({ status: 0, stdout: "Nothing grows for ever in 1 file.\n" });
  expect(check(folder, "node_modules/other").stdout).toMatch(/^node_modules\/other\/index\.js:1:7/);
});

test("--json has places and names, --sarif is a SARIF log", () => {
  const folder = project({ "a b/sessions.js": leaking });
  const { problems } = JSON.parse(check(folder, "--json").stdout) as { problems: object[] };
  expect(problems).toEqual([
    expect.objectContaining({ file: "a b/sessions.js", line: 1, column: 7, subject: "sessions", growsAt: 3 }),
  ]);
  const log = JSON.parse(check(folder, "--sarif").stdout) as {
    version: string;
    runs: { results: { locations: { physicalLocation: object }[] }[] }[];
  };
  expect(log.version).toBe("2.1.0");
  expect(log.runs[0]!.results[0]!.locations[0]!.physicalLocation).toEqual({
    artifactLocation: { uri: "a%20b/sessions.js", uriBaseId: "%SRCROOT%" },
    region: { startLine: 1, startColumn: 7 },
  });
});

const refused: readonly [readonly string[], RegExp][] = [
  [["missing"], /missing does not exist/],
  [["empty"], /no JavaScript or TypeScript in empty.*--go/],
  [["empty", "--go"], /no Go files in empty/],
  [["--level", "high"], /--level high.*identity, strict, pedantic/],
  [["--json", "--sarif"], /choose one/],
  [["--baseline", "none.json"], /none\.json cannot be read.*--write-baseline/],
  [["--baseline", "broken.json"], /broken\.json is no baseline/],
  [["--profile", "none.pb.gz"], /none\.pb\.gz cannot be read/],
  [["--write-baseline", "none/known.json"], /none\/known\.json cannot be written \(ENOENT\)/],
  [["--profile", "broken.json"], /^sawtooth: broken\.json: /],
  [["--wrong"], /--wrong.*--help/],
];
test.for(refused)("sawtooth check %j is refused in one line", ([args, says]) => {
  const folder = project({ "sessions.js": leaking, "broken.json": "{", "empty/readme.txt": "" });
  const { status, stdout, stderr } = check(folder, ...args);
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});
