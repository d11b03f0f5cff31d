/**
 * `npm run demo`: a chat service that leaks, from a fresh clone to the finding, and the fixed one beside it.
 * Ends by itself in under two minutes after install and leaves nothing running.
 *
 *     npm run demo -- --node <binary>      runs the service with another Node
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join, resolve as resolvePath } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ready } from "./ready.mjs";

const root = join(import.meta.dirname, "..");
const chat = join(root, "examples", "chat");
const MiB = 1024 ** 2;

/** A small heap, so that the service dies of its leak while one watches; with a small young generation the climb shows clearly. */
const HEAP_MIB = 48;
const CLIENTS_PER_SECOND = 70;
const FIRST_LIFE_LIMIT_MS = 35_000;
const FIXED_MS = 26_000;
const EVERY_MS = 250;

const { values: options } = parseArgs({ options: { node: { type: "string", default: process.execPath } } });
const live = process.stdout.isTTY === true;
const wide = Math.max(60, Math.min(process.stdout.columns ?? 100, 120));

/** Every process started here that still runs. */
const running = new Set();

function start(command, args, { stdio = ["ignore", "ignore", "ignore", "ipc"] } = {}) {
  const child = spawn(command, args, { cwd: root, stdio });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", (error) => fail(`cannot run ${command}: ${error.message}`));
  return child;
}

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  if (live) process.stdout.write("\x1b[?25h");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    console.log(`\n${signal}: ending the service and its clients`);
    process.exit(130);
  });
}

function fail(message) {
  console.error(`demo: ${message}`);
  process.exit(1);
}

/** Whether nobody listens on a port; the inspector of the service opens on 9229 unless somebody else's is there. */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** The service, started anew each time it dies, with a client population that does not notice. */
class Service {
  lives = [];
  last = null;
  #child = null;
  #port = 0;

  constructor(startedAt, ...flags) {
    this.flags = flags;
    this.startedAt = startedAt;
  }

  get pid() {
    return this.#child.pid;
  }

  get alive() {
    return running.has(this.#child);
  }

  async start() {
    const args = [
      `--max-old-space-size=${HEAP_MIB}`,
      "--max-semi-space-size=1",
      ...((await isFree(9229)) ? [] : ["--inspect-port=0"]),
      join(chat, "dist", "main.js"),
      "--port",
      `${this.#port}`,
    ];
    // No core file when it runs out of memory: it is meant to.
    const shell = 'ulimit -c 0; exec "$0" "$@"';
    this.#child = start("sh", ["-c", shell, options.node, ...args, ...this.flags], {
      stdio: ["ignore", "pipe", "ignore", "ipc"],
    });
    this.#port = await new Promise((resolve) => {
      this.#child.stdout.setEncoding("utf8").on("data", (text) => {
        const port = /127\.0\.0\.1:(\d+)/.exec(text);
        if (port) resolve(Number(port[1]));
      });
      this.#child.once("exit", (code, signal) => {
        if (this.#port === 0)
          fail(`${options.node} could not run the service: it ended with ${code ?? signal}`);
      });
    });
    this.lives.push([]);
  }

  visitors(seconds) {
    const url = `ws://127.0.0.1:${this.#port}/chat`;
    const flags = { url, rate: CLIENTS_PER_SECOND, seconds };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    return start(options.node, [join(chat, "dist", "clients.js"), ...args]);
  }

  /** Notes how much memory is in use now; does nothing while the service is down or too busy to say. */
  async measure() {
    const answer = await ask(`http://127.0.0.1:${this.#port}/metrics`);
    if (answer === null) return;
    this.last = answer;
    this.lives.at(-1).push({ atMs: performance.now() - this.startedAt, value: answer.memory.heapUsed });
  }

  stop() {
    this.#child?.kill("SIGKILL");
  }
}

function ask(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2000, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve(JSON.parse(body)));
      response.on("error", () => resolve(null));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
  });
}

/** Measures until the service dies, `until` says so or the time is up, and shows it: live on a terminal, else now and then. */
async function watch(service, label, limitMs, { quiet = false, until = () => false } = {}) {
  const startedAt = performance.now();
  let shown = 0;
  while (service.alive && !until() && performance.now() - startedAt < limitMs) {
    await service.measure();
    const due = live || performance.now() - shown > 4000;
    if (!quiet && due && service.last) {
      shown = performance.now();
      const line = liveLine(service, label);
      process.stdout.write(live ? `\r\x1b[2K\x1b[?25l${line}` : `${line}\n`);
    }
    await sleep(EVERY_MS);
  }
  if (!quiet && live) process.stdout.write("\n\x1b[?25h");
  return performance.now() - startedAt;
}

function liveLine(service, label) {
  const { memory, sessions, connected } = service.last;
  const used = `${(memory.heapUsed / MiB).toFixed(0).padStart(3)} MiB`;
  const picture = series.sparkline(service.lives.at(-1), 28, { min: 0, max: HEAP_MIB * MiB });
  return `   ${label}  ${picture.padEnd(28)} ${used}   ${connected} connected, ${sessions} sessions kept`;
}

function heading(text) {
  console.log(live ? `\n\x1b[1m${text}\x1b[22m` : `\n${text}`);
}

/** The command as a user would run it, its output shown as it comes. */
async function sawtooth(pid, window) {
  console.log(`\n$ npx sawtooth find ${pid} --for ${window}\n`);
  const child = start(
    process.execPath,
    [join(root, "dist", "cli", "bin.js"), "find", `${pid}`, "--for", window],
    {
      stdio: ["inherit", "inherit", "inherit"],
    },
  );
  const code = await new Promise((resolve) => {
    child.once("exit", resolve);
  });
  console.log();
  return code;
}

function compileExample() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", chat], { encoding: "utf8" });
  if (status !== 0) fail(`examples/chat does not compile:\n${stdout}`);
}

function showCharts(leaking, fixed) {
  const panels = Object.entries({ "as it was": leaking, fixed }).map(([title, { lives }]) => {
    return { title, series: [{ name: title, lives }] };
  });
  const lines = series.drawChart(panels, {
    width: wide,
    height: 10,
    formatValue: (bytes) => (bytes === 0 ? "0" : `${Math.round(bytes / MiB)} MiB`),
    formatTime: (elapsedMs) => `${Math.round(elapsedMs / 1000)} s`,
    limit: HEAP_MIB * MiB,
  });
  console.log(lines.map((line) => `   ${line}`).join("\n"));
}

options.node = resolvePath(options.node);
if (!existsSync(options.node)) fail(`no such file: ${options.node}: give --node the path of a node binary`);
await ready();
compileExample();
/** Known only after the build. */
const series = await import(new URL("../dist/series/index.js", import.meta.url));

const startedAt = performance.now();
const leaking = new Service(startedAt);
heading("A chat service. People connect, say hello and leave.");
await leaking.start();
leaking.visitors(90);
const lifeMs = await watch(leaking, "memory", FIRST_LIFE_LIMIT_MS);
if (leaking.alive) {
  leaking.stop();
  console.log(`   Still climbing after ${(lifeMs / 1000).toFixed(0)} s: started anew.`);
} else {
  console.log(`   Out of memory after ${(lifeMs / 1000).toFixed(0)} s, and started anew, as in production.`);
}

heading("Which line is it? Nothing is installed in the service and nothing is restarted:");
await sleep(EVERY_MS);
await leaking.start();
const climbing = watch(leaking, "memory", FIRST_LIFE_LIMIT_MS, { quiet: true });
await sleep(2000);
const found = await sawtooth(leaking.pid, "10s");
const foundAt = performance.now();
await climbing;
if (!leaking.alive) {
  console.log(`   ${((performance.now() - foundAt) / 1000).toFixed(0)} s later it was out of memory again.`);
}
leaking.stop();

heading(
  "The same service, sessions deleted when their connection closes (examples/chat/src/registry-fixed.ts):",
);
const fixed = new Service(performance.now(), "--fixed");
await fixed.start();
fixed.visitors(60);
const flat = watch(fixed, "memory", FIXED_MS, { quiet: true });
await sleep(8000);
const clean = await sawtooth(fixed.pid, "10s");
await flat;

heading("Heap in use, the service as it was and fixed");
showCharts(leaking, fixed);
console.log();
if (found !== 1) fail(`the leak was not found (sawtooth ended with ${found})`);
if (clean !== 0) fail(`the fixed service was not found healthy (sawtooth ended with ${clean})`);
process.exit(0);
