import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeProfile, MAPPING_HAS_FUNCTIONS, ProfileBuilder } from "#profile";
import { oracle } from "./go-oracle.ts";
import { runReport } from "./run-report.ts";

/** What a server that strips its profiles of names answers when it is asked for them. */
const NAMES = new Map([
  ["0x401000", "main.handle"],
  ["0x402000", "std::vector<int>::push_back(int const&)"],
  ["0x7f0010", "malloc"],
]);

let folder = "";
let server: Server;
let origin = "";
const asked: string[] = [];
beforeAll(async () => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-symbols-"));
  process.env["PPROF_TMPDIR"] = folder;
  server = createServer((request, response) => {
    void (async () => {
      if (request.method === "POST" && request.url === "/debug/pprof/symbol") {
        const body = await text(request);
        asked.push(body.split("+").toSorted().join("+"), String(request.headers.authorization));
        const lines = body.split("+").flatMap((address) => {
          const name = NAMES.get(address);
          return name === undefined ? [] : [`${address} ${name}\n`];
        });
        response.end(`num_symbols: 1\n${lines.join("")}`);
      } else if (request.url === "/debug/pprof/heap") response.end(gzipSync(encodeProfile(stripped())));
      else if (request.url === "/elsewhere") response.end(encodeProfile(stripped()));
      else response.writeHead(404).end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env["PPROF_TMPDIR"];
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

function stripped(): ReturnType<ProfileBuilder["build"]> {
  const builder = new ProfileBuilder({
    sampleTypes: [{ type: "space", unit: "bytes" }],
    periodType: { type: "space", unit: "bytes" },
    period: 1n,
  });
  const program = builder.addMapping({ start: 0x400000, limit: 0x500000, file: "/srv/stripped" });
  const library = builder.addMapping({ start: 0x7f0000, limit: 0x800000, file: "/lib/libc.so" });
  const kernel = builder.addMapping({ start: 0x900000, limit: 0xa00000, file: "[vdso]" });
  const at = (mapping: typeof program, address: number): ReturnType<ProfileBuilder["addLocation"]> =>
    builder.addLocation({ mapping, address, lines: [] });
  const [handle, push, unknown] = [0x401000, 0x402000, 0x403000].map((address) => at(program, address));
  builder.addSample([at(library, 0x7f0010), push!, handle!], [4096]);
  builder.addSample([at(kernel, 0x900010), handle!], [100]);
  builder.addSample([unknown!, handle!], [7]);
  return builder.build();
}

test("names that a profile lacks are asked of the server it came from, with the token", async () => {
  asked.length = 0;
  const run = await runReport(["-top", "-token=secret", `${origin}/debug/pprof/heap`], folder);
  expect(asked).toEqual(["0x401000+0x402000+0x403000+0x7f0010", "Bearer secret"]);
  const rows = run.stdout.trimEnd().split("\n").slice(-4);
  expect(rows.map((row) => row.split(/\s{2,}/u).at(-1))).toEqual([
    "malloc",
    "[[vdso]]",
    "main.handle",
    "std::vector::push_back",
  ]);
});

test("-symbolize=local asks nobody, and a server that does not know is a note", async () => {
  asked.length = 0;
  const local = await runReport(["-top", "-symbolize=local", `${origin}/debug/pprof/heap`], folder);
  expect(asked).toEqual([]);
  expect(local.stdout).not.toContain("main.handle");
  const other = await runReport(["-top", `${origin}/elsewhere`], folder);
  expect(other.exitCode).toBe(0);
  expect(other.stderr).toContain(`${origin}/symbolz gives no names: server response: 404 Not Found`);
});

test("what -symbolize does not know is said, in pprof's words", async () => {
  const run = await runReport(["-top", "-symbolize=bogus", `${origin}/debug/pprof/heap`], folder);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("ignoring unrecognized symbolization option: bogus\n");
});

/** Names as compilers and other profilers write them, some with another name for the linker. */
function named(): ReturnType<ProfileBuilder["build"]> {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const flags = MAPPING_HAS_FUNCTIONS;
  const mapping = builder.addMapping({ start: 0x1000, limit: 0x9000, file: "/nowhere/x", flags });
  const names: readonly (readonly [string, string])[] = [
    ["std::map<int, std::vector<int>>::at(int const&)", "std::map<int, std::vector<int>>::at(int const&)"],
    ["short", "ns::Long<int>::name(char const*)"],
    ["main.(*T[...]).m", "main.(*T[...]).m"],
    ["operator<<", "operator<<"],
    ["(anonymous namespace)::f(int)", "(anonymous namespace)::f(int)"],
    ["kept", ""],
  ];
  for (const [i, [name, systemName]] of names.entries()) {
    const row = builder.addFunction({ name, systemName, file: "x.cc" });
    const lines = [{ function: row, line: i + 1 }];
    builder.addSample([builder.addLocation({ mapping, address: 0x1000 + i, lines })], [10 ** i]);
  }
  return builder.build();
}

describe.skipIf(oracle === null)("beside go tool pprof", () => {
  test.each(["", "local", "force", "demangle=none", "demangle=full", "demangle=templates", "none"])(
    "-symbolize=%s writes the same names",
    async (mode) => {
      writeFileSync(join(folder, "named.pb"), encodeProfile(named()));
      const args = ["-raw", `-symbolize=${mode}`, "named.pb"];
      const env = { ...process.env, TZ: "UTC", PPROF_BINARY_PATH: "/nowhere" };
      const theirs = await promisify(execFile)(oracle!, args, { env, cwd: folder });
      expect((await runReport(args, folder)).stdout).toBe(theirs.stdout);
    },
  );

  test.each(["-top", "-tree -lines", "-traces", "-peek=malloc", "-comments"])(
    "%s is the same",
    async (report) => {
      const args = [...report.split(" "), "-symbolize=remote", `${origin}/debug/pprof/heap`];
      const env = { ...process.env, TZ: "UTC", PPROF_BINARY_PATH: "/nowhere", PPROF_TMPDIR: folder };
      const theirs = await promisify(execFile)(oracle!, args, { env, cwd: folder });
      expect((await runReport(args, folder)).stdout).toBe(theirs.stdout);
    },
  );
});
