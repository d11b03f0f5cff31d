/**
 * `npm run fixes`: the chat service of examples/ fixed three ways, each under the same visitors, and what
 * `sawtooth find` says about it. Takes three quarters of a minute and leaves nothing running.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ready } from "./ready.mjs";
import { root, run } from "./step.mjs";

const chat = join(root, "examples", "chat");
const fixes = {
  delete: "sessions deleted when their connection closes (registry-fixed.ts)",
  bounded: "sessions in a BoundedMap (registry-bounded.ts)",
  scoped: "sessions in a ScopedMap, each with its socket (registry-scoped.ts)",
};
const VISITORS_PER_SECOND = 40;
/** By then the bounded one is full. */
const WARM_UP_MS = 15_000;
const WINDOW = "20s";

/** Every process started here. */
const started = [];
process.on("exit", () => {
  for (const child of started) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(130));

function start(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "ignore", "ipc"] });
  started.push(child);
  return child;
}

/** Starts the service with a fix and people who visit it; its process id. */
async function serve(fix) {
  const service = start(
    "--inspect-port=0",
    "--max-semi-space-size=1",
    "--max-old-space-size=48",
    join(chat, "dist/main.js"),
    "--fix",
    fix,
  );
  const port = await new Promise((resolve, reject) => {
    service.stdout.setEncoding("utf8").on("data", (text) => {
      const said = /127\.0\.0\.1:(\d+)/.exec(text);
      if (said) resolve(said[1]);
    });
    service.once("exit", (code) => reject(new Error(`the service ended with ${code}`)));
  });
  const url = `ws://127.0.0.1:${port}/chat`;
  start(join(chat, "dist/clients.js"), "--url", url, "--rate", `${VISITORS_PER_SECOND}`, "--seconds", "60");
  return service.pid;
}

await ready();
const compiled = await run("tsc", ["-p", chat]);
if (compiled.code !== 0) {
  console.error(`fixes: examples/chat does not compile:\n${compiled.output}`);
  process.exit(1);
}
const services = await Promise.all(Object.keys(fixes).map(serve));
await sleep(WARM_UP_MS);
const columns = { COLUMNS: `${process.stdout.columns ?? 100}` };
const answers = await Promise.all(
  services.map((pid) =>
    run(process.execPath, [join(root, "dist/cli/bin.js"), "find", `${pid}`, "--for", WINDOW], {
      env: columns,
    }),
  ),
);
for (const [index, title] of Object.values(fixes).entries()) {
  const { output } = answers[index];
  // Progress is for somebody who waits.
  const answer = output.replace(/^sawtooth: \d.*\n/gm, "").trimEnd();
  console.log(`\n${title}\n\n$ npx sawtooth find ${services[index]} --for ${WINDOW}\n\n${answer}`);
}
const leaking = answers.filter(({ code }) => code !== 0).length;
if (leaking > 0) console.error(`\nfixes: ${leaking} of them were not found healthy`);
process.exit(leaking === 0 ? 0 : 1);
