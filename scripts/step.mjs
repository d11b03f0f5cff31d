/** Running one command as a step of a longer script: timed, quiet when it passes, shown whole when it fails. */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** Runs a command in the repository, with its own tools first on the path. Output is kept, or passed on with `show`. */
export async function run(command, args, { env = {}, show = false, cwd = root } = {}) {
  const startedAt = performance.now();
  const path = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, PATH: path, ...env },
    stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`cannot run ${command}: ${error.message}`)));
    child.once("close", (status) => resolve(status ?? 1));
  });
  return { code, output, seconds: (performance.now() - startedAt) / 1000 };
}

/** Runs `work` and prints one line: name, time, and what it said. A failure prints all its output. Returns whether it passed. */
export async function step(name, work) {
  const startedAt = performance.now();
  const { code, output, note = "" } = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name.padEnd(10)} ${seconds} s  ${note}`.trimEnd());
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}
