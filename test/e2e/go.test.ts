import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findInPprof } from "#find";
import { PprofTarget } from "#target";
import type { Finding } from "#verdict";
import { freePort } from "../target/free-port.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("SKIPPED: the Go service: Go is not installed (apt-get install golang-go)");

const source = join(import.meta.dirname, "..", "fixtures", "go", "leakserver");
const windowMs = 8000;
const schema = new URL("../../docs/finding.schema.json", import.meta.url);
const valid = new Ajv2020({ validateFormats: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(schema, "utf8")),
);
/** A session of the service: 16 KiB of buffer, a map of headers and a history. */
const sessionBytes = 16 * 1024;

let folder = "";
beforeAll(() => {
  if (!hasGo) return;
  folder = mkdtempSync(join(tmpdir(), "sawtooth-go-"));
  cpSync(source, folder, { recursive: true });
  execFileSync("go", ["build", "-o", "leakserver", "."], { cwd: folder, stdio: "inherit" });
});
afterAll(() => {
  if (hasGo) rmSync(folder, { recursive: true });
});

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
});

interface Service {
  readonly port: number;
  readonly debug: string;
  readonly pid: number;
}

async function start(...flags: string[]): Promise<Service> {
  const [port, debugPort] = [await freePort(), await freePort()];
  const args = ["-addr", `127.0.0.1:${port}`, "-debug", `127.0.0.1:${debugPort}`, ...flags];
  const child = spawn(join(folder, "leakserver"), args, { stdio: "inherit" });
  running.push(child);
  await Promise.all([untilListening(port), untilListening(debugPort)]);
  return { port, debug: `http://127.0.0.1:${debugPort}`, pid: child.pid! };
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([once(socket, "connect").then(() => true), once(socket, "error")]).catch(
      () => false,
    );
    socket.destroy();
    if (open === true) return;
    await sleep(20);
  }
}

/** One client: says three lines, hears three answers, leaves. */
async function visit(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    for (let i = 0; i < 3; i++) {
      socket.write(`hello ${i}\n`);
      await lines.next();
    }
  } finally {
    socket.destroy();
  }
}

/** Clients that come and go at a steady pace until `finding` is there; resolves to how many came in all. */
async function during(
  port: number,
  finding: Promise<Finding>,
): Promise<{ finding: Finding; visits: number }> {
  const done = new AbortController();
  const settled = finding.finally(() => done.abort());
  let visits = 0;
  const guests = async (): Promise<void> => {
    while (!done.signal.aborted) {
      await Promise.all(Array.from({ length: 8 }, () => visit(port)));
      visits += 8;
      await sleep(20);
    }
  };
  const [result] = await Promise.all([settled, guests()]);
  return { finding: result, visits };
}

describe.runIf(hasGo)("a Go service", () => {
  test("that forgets to delete its sessions is told where they are allocated, and how fast", async () => {
    const service = await start();
    const target = await PprofTarget.open(service.debug);
    const phases = new Set<string>();
    const suspects = new Set<string>();
    const looking = findInPprof(target, {
      windowMs,
      onProgress: ({ phase, suspect }) => {
        phases.add(phase);
        if (suspect !== null) suspects.add(suspect.split(" ", 1)[0]!);
      },
    });
    const { finding, visits } = await during(service.port, looking);

    const [leak, ...others] = finding.leaks;
    expect(others).toEqual([]);
    expect(leak?.holder).toBeNull();
    expect(leak?.site).toMatchObject({ function: "main.newSession", line: 41, application: null });
    expect(leak?.site?.excerpt).toBe("buf:     make([]byte, 16<<10),");
    expect(leak?.site?.file).toMatch(/\/main\.go$/);
    expect(leak?.site?.callers[0]).toMatchObject({ function: "main.serveConn", line: 56 });
    expect(leak?.site?.share).toBeGreaterThan(0.6);
    expect(leak?.explained).toBeGreaterThan(0.6);
    expect(leak?.bytes.perEntry).toBeGreaterThan(0.95 * sessionBytes);
    expect(leak?.bytes.perEntry).toBeLessThan(2 * sessionBytes);
    // One in 32 sessions is sampled: some seventy samples put the estimate within a quarter of the truth, mostly.
    const gained = leak!.entries!.after - leak!.entries!.before;
    expect(gained).toBeGreaterThan(visits * 0.5);
    expect(gained).toBeLessThan(visits * 1.6);
    expect(leak!.entries!.perSecond).toBeCloseTo(gained / finding.window.seconds, 0);
    expect(leak?.remedy.advice.join("\n")).toContain("newSession is called from serveConn (");
    expect(leak?.remedy.advice.join("\n")).toContain("delete the entry when serveConn returns");
    expect(leak?.forecast).not.toBeNull();

    expect(finding.target).toMatchObject({
      kind: "pprof",
      pid: service.pid,
      url: `${service.debug}/debug/pprof/`,
    });
    expect(finding.memory.perHour!.low).toBeGreaterThan(0);
    expect(finding.window).toMatchObject({ looks: 6, endedEarly: false });
    expect(finding.notes.filter((note) => note.includes("cannot say which variable"))).toHaveLength(1);
    expect([...phases]).toEqual(["reading a heap profile", "waiting"]);
    expect([...suspects]).toEqual(["main.newSession"]);
    expect(valid(JSON.parse(JSON.stringify(finding))), JSON.stringify(valid.errors)).toBe(true);
  });

  test("that deletes its sessions does not leak under the same load", async () => {
    const service = await start("-fix");
    const target = await PprofTarget.open(service.debug);
    const { finding, visits } = await during(service.port, findInPprof(target, { windowMs }));
    expect(visits).toBeGreaterThan(500);
    expect([finding.leaks, finding.unexplained]).toEqual([[], null]);
    expect(finding.notes.join()).toContain("sees slower leaks");
  });

  test("that is idle does not leak, and a window cut short still answers", async () => {
    const service = await start();
    const target = await PprofTarget.open(service.debug);
    const controller = new AbortController();
    const looking = findInPprof(target, { windowMs: 60_000, signal: controller.signal });
    await sleep(2000);
    controller.abort();
    const finding = await looking;
    expect([finding.leaks, finding.unexplained]).toEqual([[], null]);
    expect(finding.window).toMatchObject({ looks: 2, endedEarly: true });
  });

  test("that ends in the middle of the window leaves the answer so far", async () => {
    const service = await start();
    const target = await PprofTarget.open(service.debug);
    let looks = 0;
    const finding = await findInPprof(target, {
      windowMs: 5000,
      onProgress: ({ phase }) => {
        if (phase.startsWith("reading") && ++looks === 4) running[0]?.kill();
      },
    });
    expect(finding.window).toMatchObject({ looks: 3, endedEarly: true });
    expect(finding.notes.join()).toContain("The service stopped answering: http://127.0.0.1:");
  });
});
