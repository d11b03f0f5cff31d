import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../build/temporary-folder.ts";

const cli = join(import.meta.dirname, "../../dist/cli/bin.js");
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../docs/finding.schema.json"), "utf8"),
) as object;
const valid = new Ajv2020({ validateFormats: false, allowUnionTypes: true }).compile(schema);

function sawtooth(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

/** A program that keeps an entry every five milliseconds, or none. */
const leaking =
  "const kept = new Map(); let n = 0; setInterval(() => kept.set(n++, { n, text: 'x'.repeat(50) }), 5)";
const idle = "const kept = new Map([[1, 2]]); setInterval(() => kept.size, 5)";

/** Wrong command lines and targets, and what the one line on stderr must say. */
const refused: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [[], /^$/],
  [["fnid"], /no command 'fnid'.*--help/],
  [["4242"], /no command '4242'.*'sawtooth find 4242'/],
  [["find"], /needs a target.*--help/],
  [["find", "1", "2"], /one target, not '1' and '2'/],
  [["find", "1", "--", "node"], /one target, not '1' and 'node'/],
  [["find", "1", "--four", "5s"], /--four.*--help/],
  [["find", "1", "--for"], /--for.*--help/],
  [["find", "1", "--for", "soon"], /'?soon'? is no duration.*30s/],
  [["find", "1", "--chart", "memory.gif"], /memory\.gif.*\.svg or \.png/],
  [["find", "1", "--chart", "/no/such/folder/memory.svg"], /cannot be written.*folder that exists/],
  [["find", "1", "--for", "1s"], /out of range.*4s to 24h/],
  [["find", "server.js"], /'server.js' is no target.*pid.*ws:\/\/.*\/debug\/pprof\//],
  [["find", "4194304999"], /no process 4194304999/],
  [["find", "http://127.0.0.1:1"], /http:\/\/127\.0\.0\.1:1 cannot be reached.*: check/],
  [["find", "127.0.0.1:1"], /127\.0\.0\.1:1/],
  [["find", "--", "no-such-command-here"], /no-such-command-here.*could not be started/],
];

test.each(refused)("sawtooth %j is refused in one line", (args, says) => {
  const { code, stdout, stderr } = sawtooth(...args);
  const lines = stderr.trimEnd().split("\n").filter(Boolean);
  expect(code).toBe(2);
  if (args.length > 0) expect(stdout).toBe("");
  expect(lines.length).toBe(args.length > 0 ? 1 : 0);
  expect(lines[0] ?? "").toMatch(says);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("a process that is no Node is refused, and lives on", () => {
  const sleeper = spawn("sleep", ["60"]);
  const { code, stderr } = sawtooth("find", String(sleeper.pid));
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^sawtooth: process \d+ runs sleep, not Node\.js: give the pid of the node process itself\n$/,
  );
  expect(sleeper.exitCode).toBe(null);
  sleeper.kill();
});

test("a port that is no inspector and serves no profiles is refused", async () => {
  const server = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [cli, "find", `http://127.0.0.1:${port}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  server.close();
  expect(code).toBe(2);
  expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^sawtooth: http:\/\/127\.0\.0\.1:\d+.*: /);
});

test("help and version go to stdout with exit code 0", () => {
  for (const args of [["--help"], ["find", "--help"], ["--version"]]) {
    const { code, stdout, stderr } = sawtooth(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toBe("");
  }
});

test("help with the name of a command is the help of that command", () => {
  expect(sawtooth("help", "find").stdout).toBe(sawtooth("find", "--help").stdout);
  expect(sawtooth("help", "snapshot", "top").stdout).toBe(sawtooth("snapshot", "top", "--help").stdout);
});

test("an error's code is printed with --debug", () => {
  const { code, stderr } = sawtooth("find", "4194304999", "--debug");
  expect(stderr).toMatch(/^sawtooth: .*\ncode: no-such-process\nTargetError: .*\n +at /u);
  expect(code).toBe(2);
});

test("--debug after '--' is the program's own", () => {
  const { stderr } = sawtooth("find", "--for", "4s", "--", "/no/such/program", "--debug");
  expect(stderr).toMatch(/^sawtooth: "\/no\/such\/program" could not be started[^\n]*\n$/u);
});

test.skipIf(process.platform !== "linux")("a full disk is one line and exit code 2", () => {
  const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${cli}" --help > /dev/full`], {
    encoding: "utf8",
  });
  expect(stderr).toMatch(/^sawtooth: the output cannot be written \(ENOSPC[^\n]*\n$/u);
  expect(status).toBe(2);
});

test("a leak is exit code 1 and a JSON document that fits the schema, nothing else on stdout", () => {
  const folder = temporaryFolder();
  const chart = join(folder, "memory.svg");
  const { code, stdout } = sawtooth(
    "find",
    "--for",
    "6s",
    "--json",
    "--chart",
    chart,
    "--",
    process.execPath,
    "--inspect-port=0",
    "-e",
    leaking,
  );
  const finding = JSON.parse(stdout) as { leaks: { holder: { name: string } }[] };
  expect(valid(finding), JSON.stringify(valid.errors)).toBe(true);
  expect(finding.leaks.map(({ holder }) => holder.name)).toEqual(["kept"]);
  expect(readFileSync(chart, "utf8")).toMatch(/^<svg .*<title>.*kept grows<\/title>.*<\/svg>\n$/su);
  expect(code).toBe(1);
});

test("a reader that closes the pipe early is no error", () => {
  const { stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${cli}" --help | true`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
});

test("no leak is exit code 0, in words of 80 columns without colour", () => {
  const { code, stdout } = sawtooth(
    "find",
    "--for",
    "6s",
    "--",
    process.execPath,
    "--inspect-port=0",
    "-e",
    idle,
  );
  expect(stdout).toMatch(/nothing leaks/);
  expect(stdout).not.toContain("\u001B");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(code).toBe(0);
});
